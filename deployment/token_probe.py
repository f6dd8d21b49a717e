"""What a token does to a balance that nobody touches, tried on a fork before the owner lists it.

The trader books a purchase by how much the vault's balance grew. A balance that grows by itself, or because a stranger
calls something, would be booked as bought and paid for by the fund. A probe finds what is public and common; it cannot
find a function of another name, one that needs an argument nobody guesses, one of another contract, or what a later
version of the token will do. It is a filter beside the review, not a proof.
"""

from dataclasses import dataclass

from eth_abi import encode
from eth_utils import function_signature_to_4byte_selector

from world.chain import Chain, Reverted

__all__ = ["PUBLIC_CALLS", "Probed", "probe"]

WEEK = 7 * 86_400  # seconds
PURSE = 10**20  # wei, of the accounts that call

# Functions by which tokens pay, mint to or rescale the balances of others. `{account}` is the balance that is watched.
PUBLIC_CALLS: dict[str, str] = {
    "rebase()": "rescales every balance (elastic supply)",
    "rebase(uint256,int256)": "the same, Ampleforth's form",
    "sync()": "books what arrived, to all holders",
    "accrue()": "adds interest to every balance",
    "accrueInterest()": "the same, Compound's form",
    "drip()": "adds savings interest, Maker's form",
    "poke()": "the same, older forms",
    "harvest()": "collects yield and pays it out",
    "compound()": "the same",
    "distribute()": "pays dividends to holders",
    "distributeDividends()": "the same",
    "process(uint256)": "the same, for a batch of holders",
    "claim()": "pays the caller, or everybody",
    "claim(address)": "pays rewards to any account",
    "claimRewards(address)": "the same",
    "claimFor(address)": "the same",
    "claimDividend(address)": "the same",
    "getReward(address)": "the same, Synthetix's form",
    "updateReward(address)": "the same",
    "withdrawDividendOfUser(address)": "the same",
    "skim(address)": "sends what is above the books to any account",
    "mint(address)": "mints what an account has earned",
    "mint()": "mints what is due by time",
    "reflect(uint256)": "gives a part of one balance to all",
    "deliver(uint256)": "the same",
}


@dataclass(frozen=True, slots=True)
class Probed:
    """What was tried, and what a listing must not have; nothing found is no proof."""

    tried: tuple[str, ...]
    found: tuple[str, ...]


def probe(chain: Chain, token: str, holder: str, *, amount: int = 0) -> Probed:
    """Move `amount` raw units of `holder` (0: a tenth of what it has) and watch the balance that received it.

    `chain` is a fork in a node of our own: accounts are impersonated, time passes, everything is taken back.
    """
    account, other, stranger = (f"0x{number:040x}" for number in (0x10001, 0x10002, 0x10003))
    before = chain.snapshot()
    try:
        for sender in (holder, account, other, stranger):
            chain.rpc("anvil_impersonateAccount", sender)
            chain.rpc("anvil_setBalance", sender, hex(PURSE))
        watch = _Watch(chain, token, account)
        watch.moves(holder, account, amount or watch.balance(holder) // 10)
        watch.moves(account, other, watch.balance(account) // 3)
        watch.still("a transfer between two others", other, "transfer(address,uint256)", stranger, watch.balance(other))
        chain.sleep(WEEK)
        chain.mine()
        watch.compare("a week without a call")
        for signature in PUBLIC_CALLS:
            types = signature[signature.index("(") + 1 : -1].split(",")
            arguments = [account if kind == "address" else 1 for kind in types if kind]
            watch.still(signature, stranger, signature, *arguments)
        return Probed(tuple(watch.tried), tuple(watch.found))
    finally:
        chain.revert(before)


class _Watch:
    """One account's balance of one token."""

    def __init__(self, chain: Chain, token: str, account: str) -> None:
        self.chain, self.token, self.account = chain, token, account
        self.known = 0
        self.tried: list[str] = []
        self.found: list[str] = []

    def balance(self, account: str) -> int:
        return int.from_bytes(self.chain.call(self.token, _calldata("balanceOf(address)", account)), "big")

    def moves(self, sender: str, receiver: str, amount: int) -> None:
        """A transfer takes and gives exactly what it says."""
        name = f"a transfer of {amount}"
        self.tried.append(name)
        held = self.balance(sender), self.balance(receiver)
        if amount == 0 or not self._send(sender, "transfer(address,uint256)", receiver, amount):
            self.found.append(f"{name}: it was refused; name a holder whose tokens move")
        else:
            lost, gained = held[0] - self.balance(sender), self.balance(receiver) - held[1]
            if (lost, gained) != (amount, amount):
                self.found.append(f"{name}: the sender lost {lost}, the receiver gained {gained}")
        self.known = self.balance(self.account)

    def still(self, name: str, sender: str, signature: str, *arguments: str | int) -> None:
        """A call by somebody else leaves the balance as it is."""
        before = self.chain.snapshot()
        self._send(sender, signature, *arguments)
        self.compare(name)
        self.chain.revert(before)

    def compare(self, name: str) -> None:
        self.tried.append(name)
        now = self.balance(self.account)
        if now != self.known:
            self.found.append(f"{name}: the balance of a holder who did nothing went from {self.known} to {now}")

    def _send(self, sender: str, signature: str, *arguments: str | int) -> bool:
        try:
            self.chain.send(self.token, _calldata(signature, *arguments), sender=sender)
        except Reverted:
            return False
        return True


def _calldata(signature: str, *arguments: str | int) -> bytes:
    types = [kind for kind in signature[signature.index("(") + 1 : -1].split(",") if kind]
    return bytes(function_signature_to_4byte_selector(signature)) + encode(types, arguments)
