"""Deployment of the index on the local chain: five contracts that name each other, every link asserted.

The order is registry, strategy, trader, vault, queue; the trader is given the addresses where vault and queue will be.
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
    fee_receiver: str
    market: str
    anyone: str

    @classmethod
    def of(cls, chain: Chain) -> "Roles":
        return cls(*chain.accounts[:10])


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
    """The five contracts."""

    registry: Contract
    strategy: Contract
    trader: Contract
    vault: Contract
    queue: Contract


def deploy_index(chain: Chain, roles: Roles, cash: Listing) -> Index:
    """Deploy the index with `cash` (USDC) as asset 1. AssertionError names the link or role that is wrong."""
    fees = load_parameters().contract
    usdc = cash.token
    with chain.one_block():
        nonce = chain.nonce(roles.deployer)
        vault_address, queue_address = (create_address(roles.deployer, nonce + place) for place in (3, 4))
        registry = chain.deploy("AssetRegistry", roles.owner, roles.guardian, cash.terms(), NOBODY)
        strategy = chain.deploy("IndexStrategy", roles.owner, roles.guardian, roles.proposer, registry)
        trader = chain.deploy(
            "IndexTrader", roles.owner, roles.executor, vault_address, registry, strategy, usdc, queue_address
        )
        vault = chain.deploy(
            "IndexVault",
            roles.owner,
            roles.guardian,
            trader,
            registry,
            usdc,
            roles.fee_receiver,
            fees["management_fee_ppm"].default // 100,
            fees["platform_fee_bps"].default,
        )
        queue = chain.deploy("RequestQueue", vault, trader)
    index = Index(registry, strategy, trader, vault, queue)
    _assert_links(chain, index, usdc)
    _assert_roles(index, roles)
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
        ("IndexTrader", index.trader, [index.vault, index.registry, index.strategy, usdc, index.queue]),
        ("IndexVault", index.vault, [index.trader, index.registry, usdc]),
        ("RequestQueue", index.queue, [index.vault, index.trader, usdc]),
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
        "vault owner": (index.vault.owner(), roles.owner),
        "vault guardian": (index.vault.guardian(), roles.guardian),
    }
    for role, (account, expected) in held.items():
        assert account == expected, f"deployment: {role} is {account}, not {expected}"
        assert account != roles.deployer, f"deployment: the deployer is still {role}"
