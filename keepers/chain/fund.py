"""The fund at one block, as the keeper knows it: decisions, holdings, prices and their ages, NAV, queue, roles."""

from dataclasses import dataclass
from typing import Any

from keepers.book import BookAsset
from keepers.chain.queue import Queue
from keepers.chain.words import Quote
from keepers.models import Target
from keepers.plan.model import set_aside

__all__ = ["Announced", "ChainDecision", "Holding", "Reading", "Roles"]


@dataclass(frozen=True, slots=True)
class ChainDecision:
    """A decision of the strategy. Times in unix seconds; gauge in 1e-6 of a point."""

    epoch: int
    bull: bool
    risk_up: bool
    volatile_ppm: int
    """Weight of all assets that are not stable."""
    gauge: int
    proposed_at: int
    activates_at: int
    expires_at: int
    open_by: int
    """What replaces it, while it lowers risk and waits, may be activated by then."""
    activated_at: int
    data_hash: bytes
    methodology: int
    targets: tuple[Target, ...]

    @property
    def is_safe_state(self) -> bool:
        """Forced by anyone after a silence; nobody decided it."""
        return self.epoch != 0 and self.methodology == 0


@dataclass(frozen=True, slots=True)
class Holding:
    """One asset of the fund or of its targets. balance and pot in raw units."""

    asset: BookAsset
    quote: Quote
    balance: int
    pot: int
    held: bool
    """NAV counts it. What is not held may still have dust in the books."""
    target_ppm: int
    feeds_updated_at: tuple[int | None, ...]
    """Unix seconds of the last answer of each of `asset.feeds`; None for one that does not answer."""

    @property
    def value(self) -> int:
        """USD 18 decimals, rounded down."""
        return self.balance * self.quote.price // int(10**self.quote.decimals)

    @property
    def feed_updated_at(self) -> int | None:
        """Unix seconds of the oldest answer the price needs; None when a feed does not answer."""
        known = [updated_at for updated_at in self.feeds_updated_at if updated_at is not None]
        return min(known) if len(known) == len(self.feeds_updated_at) else None

    def unfirm_because(self, now: int) -> str:
        """Why the price is not firm, in words; empty when it is."""
        if self.quote.firm:
            return ""
        symbol = self.asset.symbol
        for (feed, heartbeat), updated_at in zip(self.asset.feeds, self.feeds_updated_at, strict=True):
            if updated_at is None:
                return f"feed {feed} of {symbol} does not answer"
            if now - updated_at > heartbeat:
                return f"feed {feed} of {symbol} answered {now - updated_at} s ago, its heartbeat is {heartbeat} s"
        shares = f", the rate of vault {self.asset.token} is out of its bounds"
        return (
            f"the price of {symbol} by feed {self.asset.feed} is out of its band"
            f"{shares if self.asset.kind == 'vault shares' else ''}, the asset is impaired, or the chain's sequencer "
            "is not up"
        )


@dataclass(frozen=True, slots=True)
class Roles:
    """Who may do what."""

    owner: str
    guardian: str
    proposer: str
    executor: str


@dataclass(frozen=True, slots=True)
class Announced:
    """Fees that FundPolicy announced: bps, and the unix second from which anyone may apply them."""

    management_bps: int
    platform_bps: int
    effective_at: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The fund at one block. USD with 18 decimals, USDC with 6, shares with 18."""

    block: int
    timestamp: int
    base_fee: int
    nav: dict[str, Any]
    """The vault's valuation: cash, cash_price, value, firm_value, levy_bps, firm, unpriced."""
    supply: int
    paused_until: int
    wound_down: bool
    management_bps: int
    platform_bps: int
    announced: Announced | None
    entry_room: int
    """Raw USDC that may still enter this hour; 0 while entries are closed."""
    sessions: int
    active: ChainDecision
    pending: ChainDecision | None
    holdings: tuple[Holding, ...]
    """Cash first, then everything held or wanted, ids ascending."""
    queue: Queue
    roles: Roles

    @property
    def cash(self) -> Holding:
        """USDC."""
        return self.holdings[0]

    @property
    def traded_nav(self) -> int:
        """USD 18 decimals: the NAV of sessions, which weights and budgets are of.

        The vault's valuation also counts what is retired and what a vault reports beyond its line, for entries.
        """
        return sum(item.value for item in self.holdings if item.held)

    @property
    def entries_paused(self) -> bool:
        """No risk may be added now."""
        return self.wound_down or self.timestamp < self.paused_until

    @property
    def cash_need(self) -> int:
        """USD 18 decimals: set aside for the locked batch, as the trader computes it."""
        locked = self.queue.locked
        if locked is None:
            return 0
        deposits = locked.assets * self.cash.quote.price // int(10**self.cash.quote.decimals)
        return set_aside(self.traded_nav, self.supply, locked.shares, deposits)

    @property
    def distance(self) -> int:
        """USD 18 decimals: half the sum of |value - target value|; weights are of NAV less the cash need."""
        need = self.cash_need
        weighted = self.traded_nav - need
        total = 0
        for item in self.holdings:
            target = weighted * item.target_ppm // 1_000_000 + (need if item is self.cash else 0)
            # What is not held is dust that NAV does not count: all of its target is missing.
            total += abs((item.value if item.held else 0) - target)
        return total // 2
