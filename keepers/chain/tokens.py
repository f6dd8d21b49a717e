"""What an account has of a token, and what of it another may take; for tokens that are none of our contracts."""

from keepers.chain.abi import Function
from keepers.chain.connection import Call
from keepers.chain.index import Index
from keepers.chain.reading import answered

__all__ = ["BALANCE_OF", "approve", "read_wallet"]

ADDRESS, AMOUNT = {"type": "address"}, {"type": "uint256"}
BALANCE_OF = Function("balanceOf", (ADDRESS,), (AMOUNT,))
ALLOWANCE = Function("allowance", (ADDRESS, ADDRESS), (AMOUNT,))
APPROVE = Function("approve", (ADDRESS, AMOUNT), ({"type": "bool"},))


def approve(token: str, spender: str, amount: int) -> Call:
    """Lets the spender take up to `amount` raw units of the sender."""
    return APPROVE.at(token, spender, amount)


def read_wallet(index: Index, token: str, account: str, spender: str) -> tuple[int, int]:
    """Raw units at the latest block: what the account has, and what of it the spender may take."""
    calls = [BALANCE_OF.at(token, account), ALLOWANCE.at(token, account, spender)]
    balance, allowance = answered(index, [BALANCE_OF, ALLOWANCE], calls, "latest")
    return balance, allowance
