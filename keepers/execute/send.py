"""Send a transaction so that whatever happens it is on chain at most once, and the keeper knows how it ended.

Journal before send; the nonce decides which of several attempts counts; success is the contract's event, never the
receipt alone. When the end of an attempt is unknown nothing new is sent: `reconcile` looks it up by hash and nonce,
and only ever sends the very same bytes again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog

from keepers.chain.connection import Call, ChainUnreachable, Connection, RpcError
from keepers.errors import KeeperError
from keepers.execute.access_list import access_list
from keepers.execute.journal import Attempt, Journal
from keepers.execute.signer import Signer
from keepers.execute.simulate import estimate_gas, simulate

__all__ = ["Intent", "Lost", "Outcome", "Reverted", "SendLimits", "Sender", "Unknown"]

log = structlog.get_logger()

GWEI = 10**9
RECEIPT_LAG = 1.0
"""Seconds after which a node that counts a transaction can also show its receipt."""


class Lost(KeeperError):
    """Another transaction of the same key used the nonce."""


class Reverted(KeeperError):
    """Mined without its event: it cost its gas and did nothing."""

    def __init__(self, message: str, block: int) -> None:
        super().__init__(message)
        self.block = block


class Unknown(KeeperError):
    """A transaction may or may not be on its way. Run again: the journal settles it before anything else."""


@dataclass(frozen=True, slots=True)
class SendLimits:
    """How much a transaction may cost and how long it is waited for. Fees in wei per gas, times in seconds."""

    fee_cap: int = 100 * GWEI
    tip: int = GWEI // 10
    gas_margin_percent: int = 5
    """Added to the estimate: state moves between the estimate and the block."""
    gas_aim: int = 12_500_000
    """The margin is cut, down to nothing, rather than ask for more: a block builder places a smaller one sooner. What
    needs more by itself keeps its margin."""
    wait: float = 120.0
    replace_after: float = 30.0
    """A transaction not mined by then is sent again with a fee an eighth higher, while that is under the cap."""
    access_lists: bool = True
    """Tell the node in advance what a large transaction touches, where that saves gas."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Something to have done once."""

    purpose: str
    """Names it, with its one-shot number: "session 12 of 0x..."."""
    call: Call
    gas_cap: int
    expires_at: int
    """Chain time, unix seconds, after which the contract would refuse it anyway."""
    confirms: Callable[[dict[str, Any]], bool]
    """Whether a receipt's logs hold the event that means success."""
    when_too_large: str = "use a lower --max-legs"
    """What to do when it needs more gas than its cap."""
    spare_gas: int = 0
    """What parts of it may burn that may fail alone."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A transaction that did what it was for. fee: wei paid."""

    purpose: str
    hash: str
    block: int
    gas_used: int
    fee: int
    receipt: dict[str, Any]


class Sender:
    """One key on one chain, with its journal."""

    def __init__(
        self, connection: Connection, signer: Signer, journal: Journal, limits: SendLimits | None = None
    ) -> None:
        self._connection = connection
        self._signer = signer
        self._journal = journal
        self._limits = limits or SendLimits()

    @property
    def address(self) -> str:
        """Of the key, checksummed."""
        return self._signer.address

    def reconcile(self) -> None:
        """Settle every attempt of an earlier run. Raises Unknown while the end of one cannot be known."""
        attempts = self._journal.open_attempts()
        for nonce in sorted({attempt.nonce for attempt in attempts}):
            group = [attempt for attempt in attempts if attempt.nonce == nonce]
            try:
                if self._settle(group) or self._abandon(group):
                    continue
                log.info("sending again what the journal holds", purpose=group[-1].purpose, hash=group[-1].hash)
                self._broadcast(group[-1])
                self._wait(group, None)
            except Lost as error:
                log.warning("an earlier attempt is void", said=str(error))

    def run(self, intent: Intent) -> Outcome:
        """Have it done once: by an earlier attempt that is on chain, or by a new transaction.

        Raises Refused (the contract says no, nothing sent), KeeperError (fee or gas above a cap, nothing sent;
        reverted), Lost or Unknown (sent, end not known: run again).
        """
        self.reconcile()
        done = self.done_before(intent.purpose, intent.confirms)
        if done is not None:
            return done
        address = self._signer.address
        simulate(self._connection, intent.purpose, intent.call, address)
        gas = estimate_gas(self._connection, intent.purpose, intent.call, address)
        listed = access_list(self._connection, intent.call, address, gas) if self._limits.access_lists else None
        if listed is not None:
            gas = listed.gas
        if gas > intent.gas_cap:
            raise KeeperError(
                f"{intent.purpose}: needs {gas} gas, the cap is {intent.gas_cap}; {intent.when_too_large}"
            )
        wanted = max(gas * (100 + self._limits.gas_margin_percent) // 100, gas + intent.spare_gas)
        # The margin may be cut, the estimate may not.
        aim = intent.gas_cap if gas > self._limits.gas_aim else self._limits.gas_aim
        limit = max(gas, min(wanted, intent.gas_cap, aim))
        transaction = {
            "chainId": self._connection.chain_id(),
            "nonce": self._nonce(),
            "to": intent.call.to or "",
            "data": "0x" + intent.call.data.hex(),
            "value": 0,
            "gas": limit,
            "maxFeePerGas": self._max_fee(intent.purpose),
            "maxPriorityFeePerGas": self._limits.tip,
        }
        if listed is not None:
            transaction["accessList"] = listed.entries
        attempt = self._prepare(intent, transaction)
        self._broadcast(attempt)
        try:
            return self._wait([attempt], (intent, transaction))
        except Reverted as error:
            raise Reverted(f"{error}: {self._reason(intent, error.block)}", error.block) from None

    def done_before(self, purpose: str, confirms: Callable[[dict[str, Any]], bool]) -> Outcome | None:
        """The transaction of an earlier run that did this; None if none is on chain."""
        # The journal says which transaction it was; the chain says whether it counts (a reorg may have dropped it).
        for attempt in self._journal.of(purpose):
            if attempt.state == "done":
                receipt = self._connection.request("eth_getTransactionReceipt", attempt.hash)
                if receipt is not None and confirms(receipt):
                    return _outcome(purpose, receipt)
        return None

    def _nonce(self) -> int:
        mined, pending = (
            int(self._connection.request("eth_getTransactionCount", self._signer.address, block), 16)
            for block in ("latest", "pending")
        )
        if pending != mined:
            raise Unknown(
                f"sender: {self._signer.address} has {pending - mined} pending transaction(s) that are not in this "
                "journal; is another keeper using the key? Nothing was sent; wait until they are mined"
            )
        return mined

    def _max_fee(self, purpose: str) -> int:
        header = self._connection.request("eth_getBlockByNumber", "latest", False)
        base = int(header.get("baseFeePerGas", "0x0"), 16)
        least, cap = base + self._limits.tip, self._limits.fee_cap
        if least > cap:
            raise KeeperError(
                f"{purpose}: gas costs {least / GWEI:.2f} gwei, the cap is {cap / GWEI:.2f}; wait or raise --max-fee"
            )
        return min(2 * base + self._limits.tip, cap)

    def _prepare(self, intent: Intent, transaction: dict[str, Any]) -> Attempt:
        signed = self._signer.sign(transaction)
        attempt = Attempt(
            purpose=intent.purpose,
            nonce=transaction["nonce"],
            hash=signed.hash,
            raw=signed.raw,
            max_fee=transaction["maxFeePerGas"],
            expires_at=intent.expires_at,
        )
        self._journal.write(attempt)
        return attempt

    def _broadcast(self, attempt: Attempt) -> None:
        """Give the node the bytes. A lost reply is not an error here: the wait that follows finds out."""
        try:
            self._connection.request("eth_sendRawTransaction", "0x" + attempt.raw.hex())
        except ChainUnreachable as error:
            log.warning("no reply to a sent transaction", hash=attempt.hash, said=str(error))
            return
        except RpcError as error:
            # "already known" and "nonce too low" say that it, or a twin, arrived before.
            if self._found(attempt) is None and not self._nonce_used(attempt.nonce):
                self._journal.mark(attempt.hash, "refused")
                raise KeeperError(f"{attempt.purpose}: the node refused the transaction: {error.said}") from None
        self._journal.mark(attempt.hash, "sent")

    def _wait(self, group: list[Attempt], again: tuple[Intent, dict[str, Any]] | None) -> Outcome:
        started = time.monotonic()
        replaced_at, pause = started, 0.05
        while True:
            try:
                outcome = self._settle(group, again[0].confirms if again else None)
                if outcome is not None:
                    return outcome
            except ChainUnreachable as error:
                log.warning("waiting for the endpoint", said=str(error))
            now = time.monotonic()
            if now - started > self._limits.wait:
                raise Unknown(
                    f"{group[-1].purpose}: {group[-1].hash} is not mined after {self._limits.wait:.0f} s and may still "
                    "be; nothing new was sent. Run again: the journal looks it up first"
                )
            if again is not None and now - replaced_at > self._limits.replace_after:
                replaced_at = now
                twin = self._replacement(group[-1], *again)
                if twin is not None:
                    group = [*group, twin]
                    try:
                        self._broadcast(twin)
                    except KeeperError as error:  # the one before it is still on its way
                        log.warning("the replacement was refused", said=str(error))
            time.sleep(pause)
            pause = min(pause * 2, 2.0)

    def _replacement(self, last: Attempt, intent: Intent, transaction: dict[str, Any]) -> Attempt | None:
        """The same transaction with a fee an eighth higher, as nodes demand; None above the cap."""
        fee, tip = (transaction[name] * 9 // 8 + 1 for name in ("maxFeePerGas", "maxPriorityFeePerGas"))
        if fee > self._limits.fee_cap:
            log.warning("stuck at the fee cap", purpose=last.purpose, hash=last.hash, max_fee=last.max_fee)
            return None
        transaction["maxFeePerGas"], transaction["maxPriorityFeePerGas"] = fee, tip
        return self._prepare(intent, transaction)

    def _settle(self, group: list[Attempt], confirms: Callable[[dict[str, Any]], bool] | None = None) -> Outcome | None:
        """How the attempts at one nonce ended; None while that is open. Raises KeeperError for a bad end."""
        # The nonce first: a transaction mined between the two questions is then found, not taken for lost.
        used = self._nonce_used(group[0].nonce)
        outcome = self._ended(group, confirms)
        if outcome is not None or not used:
            return outcome
        # A node may count a transaction a moment before it can show the receipt.
        patience = time.monotonic() + RECEIPT_LAG
        while outcome is None and time.monotonic() < patience:
            time.sleep(RECEIPT_LAG / 20)
            outcome = self._ended(group, confirms)
        if outcome is not None:
            return outcome
        for attempt in group:
            self._journal.mark(attempt.hash, "lost")
        raise Lost(
            f"{group[-1].purpose}: another transaction used nonce {group[-1].nonce} of {self._signer.address}; "
            "is another keeper using the key? Run again: the plan starts from the chain"
        )

    def _ended(self, group: list[Attempt], confirms: Callable[[dict[str, Any]], bool] | None) -> Outcome | None:
        """The attempt that was mined; None if no receipt is there. Raises KeeperError if it did not do its work."""
        for attempt in group:
            receipt = self._connection.request("eth_getTransactionReceipt", attempt.hash)
            if receipt is None:
                continue
            for other in group:
                self._journal.mark(other.hash, "lost")
            if int(receipt["status"], 16) == 1 and (confirms is None or confirms(receipt)):
                self._journal.mark(attempt.hash, "done")
                return _outcome(attempt.purpose, receipt)
            self._journal.mark(attempt.hash, "reverted")
            if confirms is None:
                return _outcome(attempt.purpose, receipt)  # settled; whether it did its work is read from the chain
            block = int(receipt["blockNumber"], 16)
            raise Reverted(
                f"{attempt.purpose}: {attempt.hash} was mined in block {block} without its event: it reverted", block
            )
        return None

    def _reason(self, intent: Intent, block: int) -> str:
        """Of a revert, as the state that its block left still shows it."""
        try:
            simulate(self._connection, intent.purpose, intent.call, self._signer.address, hex(block))
        except KeeperError as error:
            return str(error)
        return "the reason went with its block; plan again"

    def _abandon(self, group: list[Attempt]) -> bool:
        """Give up attempts that the contract would refuse by now and that no node has heard of."""
        header = self._connection.request("eth_getBlockByNumber", "latest", False)
        expired = all(int(header["timestamp"], 16) > attempt.expires_at for attempt in group)
        if not expired or any(self._found(attempt) is not None for attempt in group):
            return False
        for attempt in group:
            self._journal.mark(attempt.hash, "refused")
        return True

    def _found(self, attempt: Attempt) -> Any:
        return self._connection.request("eth_getTransactionByHash", attempt.hash)

    def _nonce_used(self, nonce: int) -> bool:
        return int(self._connection.request("eth_getTransactionCount", self._signer.address, "latest"), 16) > nonce


def _outcome(purpose: str, receipt: dict[str, Any]) -> Outcome:
    gas_used = int(receipt["gasUsed"], 16)
    return Outcome(
        purpose=purpose,
        hash=receipt["transactionHash"],
        block=int(receipt["blockNumber"], 16),
        gas_used=gas_used,
        fee=gas_used * int(receipt.get("effectiveGasPrice", "0x0"), 16),
        receipt=receipt,
    )
