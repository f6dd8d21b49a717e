"""Bid in an auction with tokens of one's own: the exact approval, the bid, each sent once.

A bid names its auction, its amount and a number, and is sent once. Run the same command again after an interruption,
and it shows the bid that exists. Another bid of the same size takes the next number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from web3 import Web3

from keepers.book import BookAsset
from keepers.chain.auctions import Auction, read_auction
from keepers.chain.connection import Call, RpcError
from keepers.chain.events import Record, decode_logs
from keepers.chain.index import Index
from keepers.chain.tokens import approve, read_wallet
from keepers.errors import KeeperError
from keepers.execute.send import Intent, Outcome, Sender
from keepers.execute.simulate import Refused, reason_of, simulate_in_order
from keepers.execute.waiting import from_then

__all__ = ["Filled", "Offer", "Order", "bid", "quoted", "require_funds", "steps", "tried"]

BPS = 10_000
BID_GAS_CAP = 12_000_000
"""A bid reads the price of every asset of the fund: 2.95 M among a hundred."""
APPROVE_GAS_CAP = 500_000
APPROVAL = Web3.to_hex(Web3.keccak(text="Approval(address,address,uint256)"))


@dataclass(frozen=True, slots=True)
class Order:
    """What a bidder wants. Raw units; of a bound on the price one, or none and a tolerance."""

    asset: BookAsset
    amount: int | None
    """Of the asset, at most; None: all that is left."""
    most: int | None = None
    """In a sale the most to pay, raw USDC."""
    least: int | None = None
    """In a purchase the least to get, raw USDC."""
    tolerance_bps: int = 50
    """Without a bound: how much worse than now the price may get."""
    life: int = 600
    """Seconds for which the bid is good."""
    number: int = 1
    """Which of several equal bids in one auction."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An order at the price of now. Raw units."""

    block: int
    auction: Auction
    taken: int
    """Of the asset."""
    cash: int
    """USDC for it."""
    limit: int
    """USDC: in a sale the most to pay, in a purchase the least to get."""
    deadline: int
    """Unix seconds."""
    purpose: str

    @property
    def owed(self) -> BookAsset | None:
        """What the bidder pays with; None stands for cash."""
        return self.auction.asset if self.auction.buy else None

    @property
    def owed_most(self) -> int:
        """Raw units of it that the bid may take: what is approved, and no more."""
        return self.taken if self.auction.buy else self.limit

    @property
    def owed_now(self) -> int:
        """Raw units of it at the price of now."""
        return self.taken if self.auction.buy else self.cash


@dataclass(frozen=True, slots=True)
class Filled:
    """A bid on chain. before: the approvals. earlier: another run sent it, this one sent nothing."""

    outcome: Outcome
    event: Record
    before: tuple[Outcome, ...] = ()
    earlier: bool = False


def quoted(index: Index, order: Order) -> Offer:
    """The order at the latest block.

    Raises KeeperError: no live auction, too small, a bound of the wrong kind, or one that the price of now breaks.
    """
    block, auction = read_auction(index, order.asset)
    return _quoted(index, order, block, auction)


def require_funds(index: Index, offer: Offer, account: str) -> None:
    """Raises KeeperError when an account has less than it would owe now."""
    token = offer.owed or index.book.cash
    balance, _ = read_wallet(index, token.token, account, index.auctions.address)
    if balance < offer.owed_now:
        raise KeeperError(
            f"bid: {account} has {_tokens(balance, token)}, the bid takes {_tokens(offer.owed_now, token)} now; "
            "bid for less, or bring the rest"
        )


def steps(index: Index, offer: Offer, account: str, receiver: str | None = None) -> list[tuple[str, Call]]:
    """Purposes and calls: the approval of exactly what the bid may take, unless it stands, then the bid.

    receiver: of what is given, the account itself by default.
    """
    token, house = offer.owed or index.book.cash, index.auctions.address
    _, allowance = read_wallet(index, token.token, account, house)
    nonce = int(index.connection.request("eth_getTransactionCount", account, "latest"), 16)
    amounts = []
    if allowance < offer.owed_most:
        # Some tokens take no other amount while one stands.
        amounts = [0, offer.owed_most] if allowance else [offer.owed_most]
    found = [
        (
            # An approval can be needed again; the nonce makes each its own.
            f"approve {_tokens(amount, token)} to the auction house as transaction {nonce + place} of {account}",
            approve(token.token, house, amount),
        )
        for place, amount in enumerate(amounts)
    ]
    call = index.auctions.call(
        "bid", offer.auction.asset.asset_id, offer.taken, offer.limit, receiver or account, offer.deadline, b""
    )
    return [*found, (offer.purpose, call)]


def tried(index: Index, planned: list[tuple[str, Call]], account: str) -> list[int | Refused] | None:
    """Gas of each, or why it reverts, each after those before it; None where the node cannot try them in order."""
    return simulate_in_order(index.connection, planned, account)


def bid(index: Index, sender: Sender, account: str, order: Order, receiver: str | None = None) -> Filled:
    """Approve and bid. The event is AuctionFilled. Raises as `quoted`, `require_funds` and `Sender.run`.

    Nothing is approved for a bid that would revert now, as far as the node can tell.
    """
    sender.reconcile()
    block, auction = read_auction(index, order.asset)
    confirms = _filled(index, order.asset)
    # Before the auction is looked at: the bid that was sent may have taken the last of it.
    earlier = sender.done_before(_purpose(order, auction), confirms)
    if earlier is not None:
        return Filled(earlier, _fill(index, earlier), earlier=True)
    offer = _quoted(index, order, block, auction)
    require_funds(index, offer, account)
    *approvals, (purpose, call) = steps(index, offer, account, receiver)
    for gas in tried(index, [*approvals, (purpose, call)], account) or []:
        if isinstance(gas, Refused):
            raise gas
    logs = _approves(index, offer, account)
    before = [
        sender.run(Intent(name, approval, APPROVE_GAS_CAP, offer.deadline, logs, "is this a token?"))
        for name, approval in approvals
    ]
    outcome = sender.run(Intent(purpose, call, BID_GAS_CAP, offer.deadline, confirms, "bid where less is held"))
    return Filled(outcome, _fill(index, outcome), tuple(before))


def _quoted(index: Index, order: Order, block: int, auction: Auction) -> Offer:
    symbol = order.asset.symbol
    if not auction.live:
        over = "it ended" if auction.epoch else "there was none"
        raise KeeperError(f"bid: no auction of {symbol} is live ({over}); 'auctions' shows those that are or may be")
    _require_kind(order, auction)
    wanted = auction.remaining if order.amount is None else min(order.amount, auction.remaining)
    call = index.auctions.call("preview_bid", order.asset.asset_id, wanted)
    answer = index.connection.view([call], block)[0]
    purpose = _purpose(order, auction)
    if isinstance(answer, RpcError):
        raise Refused(purpose, reason_of(answer))
    given, owed = index.auctions.function("preview_bid").decode(answer)
    taken, cash = (owed, given) if auction.buy else (given, owed)
    limit = _limit(index, order, auction, taken, cash)
    return Offer(block, auction, taken, cash, limit, auction.timestamp + order.life, purpose)


def _require_kind(order: Order, auction: Auction) -> None:
    symbol = order.asset.symbol
    if auction.buy and order.most is not None:
        raise KeeperError(f"bid: the fund buys {symbol}, so USDC is what you get: bound it with --least, not --most")
    if not auction.buy and order.least is not None:
        raise KeeperError(f"bid: the fund sells {symbol}, so USDC is what you pay: bound it with --most, not --least")


def _limit(index: Index, order: Order, auction: Auction, taken: int, cash: int) -> int:
    """Raw USDC. Raises KeeperError, with the moment it may be met, for a bound that the price of now does not keep."""
    bound = order.least if auction.buy else order.most
    if bound is None:
        # Rounded for the bidder, but never to less than the price of now.
        allowed = cash * order.tolerance_bps // BPS
        return cash - allowed if auction.buy else cash + allowed
    if _meets(bound, cash, auction.buy):
        return bound
    now, token = auction.timestamp, index.book.cash
    # At the oracle's price of now; USDC of the bid goes with the factor.
    met = next(
        (
            moment
            for moment in range(now + 1, auction.closes_at)
            if _meets(bound, cash * auction.factor_at(moment) // auction.factor, auction.buy)
        ),
        None,
    )
    when = "it will not by its end" if met is None else f"at the oracle's price of now it will {from_then(met, now)}"
    what = f"{_tokens(taken, auction.asset)} {'bring' if auction.buy else 'cost'} {_tokens(cash, token)} now"
    option = f"--least {_whole(bound, token)}" if auction.buy else f"--most {_whole(bound, token)}"
    raise KeeperError(f"bid: {what}, which does not keep {option}; {when}. Wait, or bid with another bound")


def _meets(bound: int, cash: int, buy: bool) -> bool:
    return cash >= bound if buy else cash <= bound


def _purpose(order: Order, auction: Auction) -> str:
    amount = "all" if order.amount is None else _whole(order.amount, order.asset)
    return (
        f"bid number {order.number} for {amount} {order.asset.symbol} (asset {order.asset.asset_id}) in its auction of "
        f"epoch {auction.epoch} opened at {auction.opened_at}"
    )


def _filled(index: Index, asset: BookAsset) -> Callable[[dict[str, Any]], bool]:
    def confirms(receipt: dict[str, Any]) -> bool:
        return any(
            record.event == "AuctionFilled" and record.fields["asset"] == asset.asset_id
            for record in decode_logs(index, receipt["logs"])
        )

    return confirms


def _approves(index: Index, offer: Offer, account: str) -> Callable[[dict[str, Any]], bool]:
    token = offer.owed or index.book.cash
    topics = [APPROVAL, *("0x" + address[2:].lower().rjust(64, "0") for address in (account, index.auctions.address))]

    def confirms(receipt: dict[str, Any]) -> bool:
        return any(log["address"].lower() == token.token.lower() and log["topics"] == topics for log in receipt["logs"])

    return confirms


def _fill(index: Index, outcome: Outcome) -> Record:
    records = decode_logs(index, outcome.receipt["logs"])
    return next(record for record in records if record.event == "AuctionFilled")


def _whole(raw: int, asset: BookAsset) -> str:
    """Raw units as whole ones, exactly: no digit of an order is lost in its name."""
    whole, rest = divmod(raw, int(10**asset.decimals))
    return str(whole) if not rest else f"{whole}.{rest:0{asset.decimals}d}".rstrip("0")


def _tokens(raw: int, asset: BookAsset) -> str:
    return f"{_whole(raw, asset)} {asset.symbol}"
