"""The table of what is deployed: in this order, by one account, with consecutive nonces, behind the timelock.

A contract is given the addresses of its neighbours, also of those that stand later: an address follows from the
deployer's nonce. To add a contract, add a row here; its key is its field in deployment.json.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from deployment.listing import Listing
from keepers.parameters import ContractParameter

__all__ = ["PARTS", "PLATFORM_SHARE_BPS", "TIMELOCK", "Part", "Terms"]

Addresses = Mapping[str, str]  # by key of the table; beside them owner, usdc, sequencer_feed

TIMELOCK = "timelock"
PLATFORM_SHARE_BPS = 5_000  # of the fee shares, on the local chain


@dataclass(frozen=True)
class Terms:
    """What the constructors are given beside addresses of the table."""

    guardian: str
    proposer: str
    executor: str
    manager: str
    platform: str
    platform_share_bps: int
    cash: Listing
    contract: Mapping[str, ContractParameter]

    def default(self, name: str) -> int:
        """Of a parameter, in the unit of its file."""
        return self.contract[name].default

    @property
    def first_fees(self) -> tuple[int, int, int, bool]:
        """As IFundPolicy.Policy: bps a year, bps, not paused, not wound down."""
        return self.default("management_fee_ppm") // 100, self.default("platform_fee_bps"), 0, False

    @property
    def flow_limit(self) -> tuple[int, int, int]:
        """As IFundPolicy.FlowLimit: raw USDC an hour, ppm, ppm."""
        volatile, stable = self.default("flow_share_ppm"), self.default("flow_stable_share_ppm")
        return self.default("flow_floor_usdc") * 10**6, volatile, stable

    @property
    def loss_budget(self) -> tuple[int, ...]:
        """As IIndexTrader.Budget, bps."""
        return tuple(self.default(f"loss_{span}_bps") for span in ("session", "week", "derisking"))


@dataclass(frozen=True)
class Part:
    """One contract. `immutables`: its name in the build's layout to the key of the address it must hold."""

    key: str
    contract: str
    arguments: Callable[[Terms, Addresses], tuple[Any, ...]]
    immutables: Mapping[str, str]


PARTS: tuple[Part, ...] = (
    Part(
        "registry",
        "AssetRegistry",
        lambda terms, at: (at["owner"], terms.guardian, terms.cash.terms(), at["sequencer_feed"]),
        {"sequencer.sequencer_feed": "sequencer_feed"},
    ),
    Part(
        "strategy",
        "IndexStrategy",
        lambda terms, at: (at["owner"], terms.guardian, terms.proposer, at["registry"], at["auctions"]),
        {"registry": "registry", "safe_state.auction_house": "auctions"},
    ),
    Part(
        "trader",
        "IndexTrader",
        lambda terms, at: (
            *(at["owner"], terms.guardian, terms.executor, at["vault"], at["registry"], at["strategy"], at["usdc"]),
            *(at["queue"], at["auctions"], terms.loss_budget),
        ),
        {
            "leg_engine.VAULT": "vault",
            "leg_engine.REGISTRY": "registry",
            "leg_engine.STRATEGY": "strategy",
            "leg_engine.CASH_TOKEN": "usdc",
            "leg_engine.QUEUE": "queue",
            "AUCTION_HOUSE": "auctions",
        },
    ),
    Part(
        "policy",
        "FundPolicy",
        lambda terms, at: (
            *(at["owner"], terms.guardian, at["vault"], terms.first_fees, terms.flow_limit),
            *(terms.manager, terms.platform, terms.platform_share_bps),
        ),
        {"retired_assets.VAULT": "vault"},
    ),
    Part(
        "vault",
        "IndexVault",
        lambda terms, at: (at["policy"], at["trader"], at["queue"], at["registry"], at["usdc"]),
        {
            "session_gate.TRADER": "trader",
            "net_assets.REGISTRY": "registry",
            "flows.USDC": "usdc",
            "flows.FUND_POLICY": "policy",
            "flows.QUEUE": "queue",
        },
    ),
    Part(
        "queue",
        "RequestQueue",
        lambda terms, at: (at["vault"], at["trader"]),
        {
            "queue_custody.VAULT": "vault",
            "queue_custody.USDC": "usdc",
            "queue_forecast.POLICY": "policy",
            "queue_shortfalls.REGISTRY": "registry",
            "TRADER": "trader",
        },
    ),
    Part(
        "auctions",
        "AuctionHouse",
        lambda terms, at: (at["trader"],),
        {
            "keeper_silence.TRADER": "trader",
            "USDC": "usdc",
            "fund_distance.VAULT": "vault",
            "fund_distance.REGISTRY": "registry",
            "fund_distance.STRATEGY": "strategy",
            "fund_distance.QUEUE": "queue",
        },
    ),
    Part(
        "router",
        "IndexRouter",
        lambda terms, at: (at["vault"],),
        {"VAULT": "vault", "REGISTRY": "registry", "USDC": "usdc"},
    ),
    Part(
        "lens",
        "VaultLens",
        lambda terms, at: (at["vault"],),
        {
            "fund_links.VAULT": "vault",
            "fund_links.REGISTRY": "registry",
            "fund_links.POLICY": "policy",
            "fund_links.TRADER": "trader",
            "fund_links.STRATEGY": "strategy",
            "fund_links.QUEUE": "queue",
        },
    ),
)
