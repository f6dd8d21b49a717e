"""Deployment of the index on the local chain: eight contracts, seven of which name each other, every link asserted.

The order is registry, strategy, trader, terms, vault, queue, auction house, router; trader, terms and vault are given
the addresses where those behind them will be, and the vault reads its first terms when it is deployed. Nothing names
the router.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from keepers.parameters import load_parameters
from world.artifacts import artifact
from world.chain import Chain, create_address
from world.contract import Contract
from world.feeds import Feed
from world.tokens import LiquidityClass

__all__ = ["SEED", "Index", "Listing", "Roles", "deploy_index", "list_assets", "seed"]

CLASSES: dict[LiquidityClass, int] = {"deep": 1, "medium": 2, "thin": 3}
ONE_FEED, TWO_FEEDS, VAULT_SHARES = 1, 2, 3
CASH_ID = 1
NOBODY = "0x" + "00" * 20  # no second feed; no sequencer
SEED = 100 * 10**6  # USDC, raw: the first deposit, burned
PLATFORM_SHARE_BPS = 5_000  # of the fee shares


@dataclass(frozen=True)
class Roles:
    """Who is who on a local chain: its development accounts, in this order."""

    deployer: str
    owner: str
    guardian: str
    proposer: str
    executor: str
    holder: str
    other_holder: str
    manager: str
    market: str
    anyone: str
    platform: str

    @classmethod
    def of(cls, chain: Chain) -> "Roles":
        return cls(*chain.accounts[:11])


@dataclass(frozen=True)
class Listing:
    """Terms on which an asset is listed; slippage limit and weight cap are those of its class.

    Priced by `feed`, by `feed` x `second_feed`, or, when it is a vault's `shares`, by the vault's rate x `feed`.
    """

    token: Contract
    feed: Feed
    liquidity_class: LiquidityClass
    stable: bool
    second_feed: Feed | None = None
    shares: bool = False

    def terms(self) -> tuple[str, str, int, int, int, int, int, bool, int, str, int, int]:
        """As IAssetRegistry.Listing."""
        second = self.second_feed
        return (
            self.token.address,
            self.feed.proxy.address,
            self.feed.heartbeat,
            self.feed.deviation_bps,
            CLASSES[self.liquidity_class],
            0,
            0,
            self.stable,
            VAULT_SHARES if self.shares else ONE_FEED if second is None else TWO_FEEDS,
            NOBODY if second is None else second.proxy.address,
            0 if second is None else second.heartbeat,
            0 if second is None else second.deviation_bps,
        )


@dataclass(frozen=True)
class Index:
    """The eight contracts."""

    registry: Contract
    strategy: Contract
    trader: Contract
    terms: Contract
    vault: Contract
    queue: Contract
    auctions: Contract
    router: Contract


def deploy_index(chain: Chain, roles: Roles, cash: Listing) -> Index:
    """Deploy the index with `cash` (USDC) as asset 1. AssertionError names the link or role that is wrong."""
    parameters = load_parameters().contract
    first_terms = (
        parameters["management_fee_ppm"].default // 100,
        parameters["platform_fee_bps"].default,
        0,
        False,
    )
    flow_limit = (
        parameters["flow_floor_usdc"].default * 10**6,
        parameters["flow_share_ppm"].default,
        parameters["flow_stable_share_ppm"].default,
    )
    budget = tuple(parameters[f"loss_{span}_bps"].default for span in ("session", "week", "derisking", "fallback"))
    split = (roles.manager, roles.platform, PLATFORM_SHARE_BPS)
    usdc = cash.token
    with chain.one_block():
        nonce = chain.nonce(roles.deployer)
        ahead = [create_address(roles.deployer, nonce + place) for place in (4, 5, 6)]
        vault_address, queue_address, auctions_address = ahead
        registry = chain.deploy("AssetRegistry", roles.owner, roles.guardian, cash.terms(), NOBODY)
        strategy = chain.deploy("IndexStrategy", roles.owner, roles.guardian, roles.proposer, registry)
        behind = (vault_address, registry, strategy, usdc, queue_address, auctions_address)
        trader = chain.deploy("IndexTrader", roles.owner, roles.executor, *behind, budget)
        terms = chain.deploy("FundTerms", roles.owner, roles.guardian, vault_address, first_terms, flow_limit, *split)
        vault = chain.deploy("IndexVault", terms, trader, queue_address, registry, usdc)
        queue = chain.deploy("RequestQueue", vault, trader)
        auctions = chain.deploy("AuctionHouse", trader)
        router = chain.deploy("IndexRouter", vault)
    index = Index(registry, strategy, trader, terms, vault, queue, auctions, router)
    _assert_links(chain, index, usdc)
    _assert_roles(index, roles)
    fund = vault.fund()
    assert terms.terms() == first_terms, f"deployment: the first terms are {terms.terms()}, not {first_terms}"
    assert (fund.management_bps, fund.platform_bps) == first_terms[:2], "deployment: the vault has other fees"
    return index


def list_assets(chain: Chain, index: Index, roles: Roles, listings: Sequence[Listing]) -> list[int]:
    """List assets after cash, as the owner, and answer their ids: 2, 3, ... in the order given."""
    first = index.registry.asset_count() + 1
    with chain.one_block():
        for listing in listings:
            index.registry.list_asset(listing.terms(), sender=roles.owner)
    ids = list(range(first, first + len(listings)))
    for asset_id, listing in zip(ids, listings, strict=True):
        found = index.registry.token(asset_id)
        assert found == listing.token.address, f"registry: asset {asset_id} is {found}, not {listing.token}"
    return ids


def seed(index: Index, roles: Roles, usdc: Contract) -> None:
    """The first deposit: 100 USDC of the owner's, its shares burned."""
    usdc.mint(roles.owner, SEED, sender=roles.market)
    usdc.approve(index.vault, SEED, sender=roles.owner)
    index.vault.seed(SEED, sender=roles.owner)


def _assert_links(chain: Chain, index: Index, usdc: Contract) -> None:
    links = [
        ("IndexStrategy", index.strategy, [index.registry]),
        ("IndexTrader", index.trader, [index.vault, index.registry, index.strategy, usdc, index.queue, index.auctions]),
        ("FundTerms", index.terms, [index.vault]),
        ("IndexVault", index.vault, [index.terms, index.trader, index.queue, index.registry, usdc]),
        ("RequestQueue", index.queue, [index.vault, index.trader, usdc]),
        (
            "AuctionHouse",
            index.auctions,
            [index.trader, index.vault, index.registry, index.strategy, index.queue, usdc],
        ),
        ("IndexRouter", index.router, [index.vault, index.registry, usdc]),
    ]
    for name, contract, others in links:
        # Immutables stand behind the code, one word each.
        code = bytes.fromhex(chain.rpc("eth_getCode", contract.address, "latest")[2:])
        behind = code[len(artifact(name).runtime) // 2 - 1 :]
        words = {behind[i : i + 32] for i in range(0, len(behind), 32)}
        for other in others:
            word = bytes.fromhex(other.address[2:]).rjust(32, b"\0")
            assert word in words, f"deployment: {name} does not name {other}"
    assert index.vault.asset() == usdc.address, "deployment: the vault's asset is not USDC"
    assert index.registry.token(CASH_ID) == usdc.address, "deployment: asset 1 of the registry is not USDC"


def _assert_roles(index: Index, roles: Roles) -> None:
    held = {
        "registry owner": (index.registry.owner(), roles.owner),
        "registry guardian": (index.registry.guardian(), roles.guardian),
        "strategy owner": (index.strategy.owner(), roles.owner),
        "strategy guardian": (index.strategy.guardian(), roles.guardian),
        "strategy proposer": (index.strategy.proposer(), roles.proposer),
        "trader owner": (index.trader.owner(), roles.owner),
        "trader executor": (index.trader.executor(), roles.executor),
        "terms owner": (index.terms.owner(), roles.owner),
        "terms guardian": (index.terms.guardian(), roles.guardian),
        "manager of the fees": (index.terms.manager(), roles.manager),
        "platform of the fees": (index.terms.platform(), roles.platform),
    }
    for role, (account, expected) in held.items():
        assert account == expected, f"deployment: {role} is {account}, not {expected}"
        assert account != roles.deployer, f"deployment: the deployer is still {role}"
    ownership = {"owner", "guardian", "set_guardian", "transfer_ownership", "accept_ownership"}
    found = ownership & {entry["name"] for entry in index.vault.abi if entry["type"] == "function"}
    assert not found, f"deployment: the vault has {sorted(found)}; nobody owns it"
