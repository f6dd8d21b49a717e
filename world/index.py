"""The index on the local chain, made from the table of deployment.contracts like every other.

Either owned by an account, so that a test acts as the owner with a transaction, or as it will be: under the timelock,
by the code of `ape run deploy`, from a configuration and an asset book in the world's folder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deployment import listing
from deployment.code import code_differences
from deployment.config import load_config
from deployment.contracts import PARTS, PLATFORM_SHARE_BPS, TIMELOCK, Terms
from deployment.creation import addresses_from, creations
from deployment.deploy import deploy, prepare
from deployment.listing import NOBODY, LiquidityClass
from deployment.roles import role_differences
from deployment.verify import link_differences
from keepers.chain.connection import Connection
from keepers.execute import dev_signer
from keepers.parameters import load_parameters
from world.chain import Chain
from world.contract import Contract
from world.feeds import Feed
from world.node import CHAIN_ID

__all__ = [
    "CONFIG_FILE",
    "NOBODY",
    "PLATFORM_SHARE_BPS",
    "SEED",
    "Index",
    "Listing",
    "Roles",
    "deploy_index",
    "deploy_under_timelock",
    "list_assets",
    "seed",
    "write_config",
]

SEED_USDC = 100  # the first deposit, burned
SEED = SEED_USDC * 10**6  # raw
CONFIG_FILE = "deployment.toml"
DEPLOYER = 0  # number of its development account
CONFIG = """# Who holds which role in the index on the local chain: its development accounts.
chain_id = {chain_id}
assets = "assets.yaml"
seed_usdc = {seed}

[timelock]
proposers = ["{owner}"]

[roles]
guardian = "{guardian}"
proposer = "{proposer}"
executor = "{executor}"

[fees]
manager = "{manager}"
platform = "{platform}"
platform_share_bps = {platform_share_bps}
"""


@dataclass(frozen=True)
class Roles:
    """Who is who on a local chain: its development accounts, in this order.

    Under the timelock `owner` is its only proposer.
    """

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

    def plain(self) -> listing.Listing:
        """With addresses for contracts."""
        second = self.second_feed
        return listing.Listing(
            token=self.token.address,
            feed=self.feed.proxy.address,
            heartbeat=self.feed.heartbeat,
            deviation_bps=self.feed.deviation_bps,
            liquidity_class=self.liquidity_class,
            stable=self.stable,
            shares=self.shares,
            second_feed=NOBODY if second is None else second.proxy.address,
            second_heartbeat=0 if second is None else second.heartbeat,
            second_deviation_bps=0 if second is None else second.deviation_bps,
        )


@dataclass(frozen=True)
class Index:
    """The contracts, by their keys in the table; `timelock` where one owns them."""

    registry: Contract
    strategy: Contract
    trader: Contract
    policy: Contract
    vault: Contract
    queue: Contract
    auctions: Contract
    router: Contract
    lens: Contract
    timelock: Contract | None = None

    @classmethod
    def at(cls, chain: Chain, addresses: dict[str, str]) -> "Index":
        """The contracts of the table at these addresses."""
        contracts = {part.key: chain.contract(part.contract, addresses[part.key]) for part in PARTS}
        timelock = chain.contract("TimelockController", addresses[TIMELOCK]) if TIMELOCK in addresses else None
        return cls(**contracts, timelock=timelock)


def deploy_index(chain: Chain, roles: Roles, cash: Listing) -> Index:
    """Deploy the index with `cash` (USDC) as asset 1 and `roles.owner` as owner.

    AssertionError names the code, link or role that is wrong.
    """
    terms = Terms(
        guardian=roles.guardian,
        proposer=roles.proposer,
        executor=roles.executor,
        manager=roles.manager,
        platform=roles.platform,
        platform_share_bps=PLATFORM_SHARE_BPS,
        cash=cash.plain(),
        contract=load_parameters().contract,
    )
    others = {"owner": roles.owner, "usdc": cash.token.address, "sequencer_feed": NOBODY}
    nonce = chain.nonce(roles.deployer)
    at = addresses_from(roles.deployer, nonce, others)
    with chain.one_block():
        for made in creations(terms, at, nonce):
            chain.send(None, made.data, sender=roles.deployer)
    connection = Connection(chain.url)
    accounts = {**vars(roles), "owner": roles.owner}
    found = [
        *code_differences(connection, at, CHAIN_ID),
        *link_differences(connection, at),
        *role_differences(connection, at, accounts),
    ]
    assert not found, "deployment: " + "; ".join(map(str, found))
    return Index.at(chain, at)


def deploy_under_timelock(chain: Chain, folder: Path) -> Index:
    """The whole deployment, assets and seed included, from `folder`/deployment.toml and the book beside it.

    Every transaction is signed, journalled and compared as on any chain. Raises KeeperError.
    """
    given = load_config(folder / CONFIG_FILE)
    signer = dev_signer(DEPLOYER, CHAIN_ID)
    prepared = prepare(given, Connection(chain.url), signer.address, folder)
    deploy(prepared, chain.url, signer, folder)
    return Index.at(chain, prepared.plan.addresses)


def write_config(folder: Path, roles: Roles) -> Path:
    """Write `folder`/deployment.toml; the asset book it names is assets.yaml."""
    path = folder / CONFIG_FILE
    accounts = vars(roles)
    path.write_text(CONFIG.format(chain_id=CHAIN_ID, seed=SEED_USDC, platform_share_bps=PLATFORM_SHARE_BPS, **accounts))
    return path


def list_assets(chain: Chain, index: Index, roles: Roles, listings: Sequence[Listing]) -> list[int]:
    """List assets after cash, as the owner, and answer their ids: 2, 3, ... in the order given."""
    first = index.registry.asset_count() + 1
    with chain.one_block():
        for each in listings:
            index.registry.list_asset(each.plain().terms(), sender=roles.owner)
    ids = list(range(first, first + len(listings)))
    for asset_id, each in zip(ids, listings, strict=True):
        found = index.registry.token(asset_id)
        assert found == each.token.address, f"registry: asset {asset_id} is {found}, not {each.token}"
    return ids


def seed(index: Index, roles: Roles, usdc: Contract) -> None:
    """The first deposit: 100 USDC of the owner's, its shares burned."""
    usdc.mint(roles.owner, SEED, sender=roles.market)
    usdc.approve(index.vault, SEED, sender=roles.owner)
    index.vault.seed(SEED, sender=roles.owner)
