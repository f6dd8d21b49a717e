"""The keeper's view of the small world of tests/conftest.py.

`folder`    deployment.json and assets.json of `world`, and room for journals
`index`     the keeper's connection to it
`decision`  decision(bull, seed=1): one that the strategy accepts first, or as a flip
`proposing`, `trading`  senders of the proposer's and the executor's key
`invested`  the index after 100,000 USDC came in and epoch 1 (bull) became active and traded
`bear`      the same eight days on: epoch 2 (bear) has just become active, everything volatile is to be sold
`selling`   the same ten minutes into auctions of BTC (a sale) and USDT (a purchase); `anyone` has tokens of everything
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from keepers.book import load_book
from keepers.chain import Index, load_deployment
from keepers.execute import Journal, Sender, dev_signer
from keepers.execute.actions import activate, propose, rebalance
from keepers.models import Decision, Regime, Target
from world.book import write_book, write_deployment
from world.market import World

LOCAL_CHAIN = 31337
CASH_PPM = 10_000
DAY = 86_400


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    described(world, tmp_path)
    return tmp_path


@pytest.fixture
def index(folder: Path) -> Index:
    return connected(folder)


@pytest.fixture
def decision(index: Index) -> Callable[..., Decision]:
    return partial(decision_on, index)


@pytest.fixture
def proposing(index: Index, tmp_path: Path) -> Iterator[Sender]:
    journal = Journal(tmp_path / "proposer.sqlite")
    yield Sender(index.connection, dev_signer(3, LOCAL_CHAIN), journal)
    journal.close()


@pytest.fixture
def trading(index: Index, tmp_path: Path) -> Iterator[Sender]:
    journal = Journal(tmp_path / "executor.sqlite")
    yield Sender(index.connection, dev_signer(4, LOCAL_CHAIN), journal)
    journal.close()


@pytest.fixture
def invested(
    world: World, index: Index, decision: Callable[..., Decision], proposing: Sender, trading: Sender
) -> Index:
    deposit(world, 100_000)
    decide_and_activate(world, index, proposing, decision(True))
    rebalance(index, trading)
    return index


@pytest.fixture
def bear(world: World, invested: Index, decision: Callable[..., Decision], proposing: Sender) -> Index:
    later(world, 8 * DAY)
    decide_and_activate(world, invested, proposing, decision(False, 2))
    return invested


@pytest.fixture
def selling(world: World, bear: Index, anyone: str) -> Index:
    ids = [world.asset(name).asset_id for name in ("BTC", "USDT")]
    world.index.auctions.open(ids, sender=world.roles.executor)
    supply(world, anyone)
    later(world, 600)
    return bear


def decision_on(index: Index, bull: bool, seed: int = 1) -> Decision:
    """With equal weights, as far as caps allow; `seed` makes the hash of its data."""
    regime: Regime = "bull" if bull else "bear"
    return Decision(
        as_of=date(2024, 1, 1),
        regime=regime,
        gauge=60_000_000 if bull else 40_000_000,
        trend=0,
        momentum=0,
        breadth=0,
        targets=_targets(index, bull),
        members=(),
        entered=(),
        left=(),
        coverage_ppm=0,
        alarms=(),
        data_hash=bytes([seed]) * 32,
        methodology=1,
    )


def described(world: World, folder: Path) -> None:
    """Write deployment.json and assets.json of a world."""
    terms = [world.index.registry.asset(asset.asset_id) for asset in world.assets]
    write_book(folder, world.assets, terms)
    write_deployment(folder, world)


def connected(folder: Path) -> Index:
    """The keeper's view of what the files in a folder name."""
    return Index.connect(load_deployment(folder / "deployment.json"), load_book(folder / "assets.json"))


def deposit(world: World, usdc: int) -> None:
    """The holder buys shares, as many as wanted within the hour."""
    holder, vault = world.roles.holder, world.index.vault
    if world.index.policy.flow_limit().least < usdc * 10**6:
        world.lift_flow_limit()
    world.fund(holder, usdc)
    world.usdc.approve(vault, usdc * 10**6, sender=holder)
    vault.buy(usdc * 10**6, 0, holder, world.chain.now() + 3_600, sender=holder)


def ask(world: World, *, dollars: int = 0, shares: int = 0) -> None:
    """The holder asks the request queue: to bring whole USDC, and to give whole shares."""
    holder, queue = world.roles.holder, world.index.queue
    if dollars:
        world.fund(holder, dollars)
        world.usdc.approve(queue, dollars * 10**6, sender=holder)
        queue.requestDeposit(dollars * 10**6, holder, holder, sender=holder)
    if shares:
        world.index.vault.approve(queue, shares * 10**18, sender=holder)
        queue.requestRedeem(shares * 10**18, holder, holder, sender=holder)


def decide_and_activate(world: World, index: Index, sender: Sender, decision: Decision) -> None:
    """Propose, wait, let every feed and pool answer today's price, activate."""
    done = propose(index, sender, decision)
    world.advance_to(done.event.fields["activates_at"], prices(world))
    activate(index, sender)


def later(world: World, seconds: int) -> None:
    """Time passes; feeds answer as before, pools stand at their prices."""
    world.advance_to(world.chain.now() + seconds, prices(world))


def supply(world: World, account: str, dollars: int = 100_000) -> None:
    """So many dollars' worth of every asset, newly minted."""
    for asset in world.assets:
        raw = round(dollars / asset.market.price * 10**asset.market.decimals)
        asset.token.mint(account, raw, sender=world.roles.market)


def prices(world: World) -> dict[str, float]:
    """Those the world began with."""
    return {asset.provider_id: asset.market.price for asset in world.assets}


def _targets(index: Index, bull: bool) -> tuple[Target, ...]:
    """Equal parts of what its caps allow; BTC (bull) or USDC (bear) takes the rest."""
    chosen = [asset for asset in index.book.assets[1:] if asset.stable != bull]
    share = (1_000_000 - CASH_PPM) // len(chosen)
    weights = {asset.asset_id: min(asset.weight_cap_ppm, share) for asset in chosen}
    rest = 1_000_000 - CASH_PPM - sum(weights.values())
    weights[chosen[0].asset_id] += rest
    return (Target(1, CASH_PPM), *(Target(asset, ppm) for asset, ppm in sorted(weights.items())))
