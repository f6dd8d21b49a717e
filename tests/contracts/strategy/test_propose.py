from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.listings import IMPAIRED, SELL_ONLY
from tests.contracts.strategy.conftest import (
    AAVE,
    BEAR,
    BTC,
    BULL,
    DAI,
    DAY,
    ETH,
    EXPIRY,
    HASH,
    HOUR,
    PEPE,
    RISK_DOWN_DELAY,
    RISK_UP_DELAY,
    UNLISTED,
    Desk,
)
from tests.target_words import CASH, pack, with_cash
from world.chain import Chain
from world.contract import Contract

SYMBOLS = {"dai": DAI, "btc": BTC, "eth": ETH, "aave": AAVE, "pepe": PEPE}


def changed(targets: dict[int, int], **weights: int) -> dict[int, int]:
    """The targets with these weights instead, cash taking the difference."""
    return with_cash(targets | {SYMBOLS[symbol]: ppm for symbol, ppm in weights.items()})


# --- who and what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["anyone", "owner", "guardian", "executor"])
def test_propose__not_the_proposer__reverts(desk: Desk, role: str, request: pytest.FixtureRequest) -> None:
    with reverts("strategy: only proposer"):
        desk.propose(BULL, sender=request.getfixturevalue(role))


def test_propose__first_decision__waits(desk: Desk, chain: Chain, strategy: Contract) -> None:
    receipt = desk.propose(BULL, gauge=61_500_000, methodology=3)

    now = chain.now()
    pending = strategy.pending()
    assert pending._asdict() == {
        "epoch": 1,
        "bull": True,
        "risk_up": True,
        "volatile_ppm": 950_000,
        "gauge": 61_500_000,
        "proposed_at": now,
        "activates_at": now + RISK_UP_DELAY,
        "expires_at": now + RISK_UP_DELAY + EXPIRY,
        "open_by": now + RISK_UP_DELAY + HOUR,
        "activated_at": 0,
        "data_hash": HASH,
        "methodology": 3,
    }
    assert strategy.pending_words() == (1, pack(BULL))
    assert strategy.active().epoch == 0
    assert strategy.active_words() == (0, bytes(32), [])
    event = strategy.events(receipt, "Proposed")[0]
    for field in (
        "epoch",
        "bull",
        "risk_up",
        "volatile_ppm",
        "gauge",
        "activates_at",
        "expires_at",
        "data_hash",
        "methodology",
    ):
        assert getattr(event, field) == getattr(pending, field)
    assert (event.words, event.data_uri, event.turnover_ppm) == (pack(BULL), "ipfs://snapshot", 500_000)
    assert event.sequence == strategy.sequence()


@pytest.mark.parametrize("epoch", [1, 3, 2**32])
def test_propose__epoch_not_the_next__reverts(bull: Desk, epoch: int) -> None:
    with reverts("strategy: wrong epoch"):
        bull.propose(BULL, epoch=epoch)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"gauge": 100_000_001}, "strategy: gauge"),
        ({"methodology": 0}, "strategy: methodology"),
        ({"methodology": 65_536}, "strategy: methodology"),
        ({"data_hash": b"\0" * 32}, "strategy: no data hash"),
    ],
)
def test_propose__argument_out_of_bounds__reverts(desk: Desk, arguments: dict[str, Any], reason: str) -> None:
    with reverts(reason):
        desk.propose(BULL, **arguments)


def test_propose__arguments_at_their_bounds__are_kept(desk: Desk, strategy: Contract) -> None:
    desk.propose(BULL, gauge=100_000_000, methodology=65_535)
    pending = strategy.pending()
    assert (pending.gauge, pending.methodology) == (100_000_000, 65_535)


def test_propose__over_a_waiting_decision__replaces_it(desk: Desk, strategy: Contract, anyone: str) -> None:
    desk.propose(BULL)
    receipt = desk.propose(changed(BULL, btc=590_000))

    assert [event.epoch for event in strategy.events(receipt, "Replaced")] == [1]
    assert strategy.pending_words() == (2, pack(changed(BULL, btc=590_000)))
    with reverts("strategy: wrong epoch"):
        strategy.activate(1, sender=anyone)


def test_propose__over_a_shorter_list__leaves_nothing_of_it(bear: Desk, strategy: Contract) -> None:
    # The page the next list goes to still holds BULL's words.
    bear.propose({CASH: 520_000, DAI: 480_000}, bull=False)
    assert strategy.pending_words() == (3, pack({CASH: 520_000, DAI: 480_000}))


# --- packing -------------------------------------------------------------------------------------------------------


def test_propose__cash_alone__is_a_list(desk: Desk, strategy: Contract) -> None:
    desk.propose({CASH: 1_000_000}, bull=False)
    assert strategy.pending_words() == (1, pack({CASH: 1_000_000}))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([], "strategy: no cash target"),
        ([0], "strategy: packing"),
        ([*pack(BULL), 0], "strategy: packing"),
        ([0, *pack(BULL)], "strategy: packing"),
        ([*pack({CASH: 400_000}), *pack({BTC: 600_000})], "strategy: packing"),
        ([pack(BULL)[0] | 1 << 252], "strategy: not ascending"),
        ([pack([(i, 1) for i in range(1, 8)])[0] | 1 << 252], "strategy: packing"),
        (pack([(CASH, 400_000), (ETH, 300_000), (BTC, 300_000)]), "strategy: not ascending"),
        (pack([(CASH, 400_000), (BTC, 300_000), (BTC, 300_000)]), "strategy: not ascending"),
        (pack([(0, 500_000), (CASH, 500_000)]), "strategy: not ascending"),
        (pack([(CASH, 400_000), (0, 0), (BTC, 600_000)]), "strategy: not ascending"),
        (pack([(CASH, 400_000), (BTC, 0), (ETH, 600_000)]), "strategy: zero weight"),
        (pack([(BTC, 600_000), (ETH, 400_000)]), "strategy: no cash target"),
    ],
)
def test_propose__words_packed_another_way__reverts(desk: Desk, words: list[int], reason: str) -> None:
    with reverts(reason):
        desk.propose({}, words=words)


# --- the rules -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("off_by", [-1, 1])
def test_propose__weight_sum_off_by_one__reverts(desk: Desk, off_by: int) -> None:
    with reverts("strategy: weight sum"):
        desk.propose(BULL | {CASH: BULL[CASH] + off_by})


def test_propose__unlisted_asset__reverts(desk: Desk) -> None:
    with reverts("strategy: unlisted asset"):
        desk.propose(BULL | {CASH: 40_000, UNLISTED: 10_000})


@pytest.mark.parametrize(("asset", "cap"), [("aave", 100_000), ("pepe", 5_000)])
def test_propose__weight_above_its_cap__reverts(desk: Desk, asset: str, cap: int) -> None:
    targets = changed({BTC: 500_000}, **{asset: cap + 1})
    with reverts("strategy: weight cap"):
        desk.propose(targets)
    desk.propose(changed({BTC: 500_000}, **{asset: cap}))


def test_propose__asset_listed_within_the_week__is_capped_at_2_percent(
    fresh_strategy: tuple[Contract, Contract], chain: Chain, proposer: str
) -> None:
    desk = Desk(chain, fresh_strategy[0], proposer)
    listed_at = fresh_strategy[1].asset(BTC).listed_at
    with reverts("strategy: new asset"):
        desk.propose(with_cash({BTC: 20_001}))
    desk.propose(with_cash({BTC: 20_000, DAI: 500_000}))  # stable assets are exempt

    chain.mine(listed_at + 7 * DAY)
    desk.propose(with_cash({BTC: 20_001}))


@pytest.mark.parametrize("status", [SELL_ONLY, IMPAIRED])
def test_propose__asset_that_is_not_active__may_not_rise(
    bull: Desk, registry: Contract, owner: str, status: int
) -> None:
    registry.set_status(AAVE, status, sender=owner)
    bull.chain.sleep(7 * DAY)
    with reverts("strategy: not active"):
        bull.propose(changed(BULL, aave=50_001))
    bull.propose(BULL)
    bull.propose(changed(BULL, aave=49_999))
    bull.propose(changed(BULL, aave=0))


def test_propose__volatile_asset_in_bear__reverts(bull: Desk) -> None:
    with reverts("strategy: not stable in bear"):
        bull.propose(with_cash({DAI: 500_000, BTC: 1}), bull=False)


@pytest.mark.parametrize("btc", [549_999, 650_001])
def test_propose__change_above_the_limit__reverts(bull: Desk, btc: int) -> None:
    bull.chain.sleep(7 * DAY)
    eth = 900_000 - btc
    with reverts("strategy: change"):
        bull.propose(changed(BULL, btc=btc, eth=eth))


@pytest.mark.parametrize("btc", [550_000, 650_000])
def test_propose__change_at_the_limit__is_taken(bull: Desk, btc: int) -> None:
    bull.chain.sleep(7 * DAY)
    bull.propose(changed(BULL, btc=btc, eth=900_000 - btc))


@pytest.mark.parametrize("gone", [AAVE, ETH])
def test_propose__asset_that_leaves__counts_as_a_change(bull: Desk, strategy: Contract, owner: str, gone: int) -> None:
    # In the middle of the list before, and beyond the end of the new one.
    strategy.set_limits(49_999, 200_000, 3, sender=owner)
    targets = {asset: ppm for asset, ppm in BULL.items() if asset != gone}
    with reverts("strategy: change"):
        bull.propose(with_cash(targets))


def test_propose__turnover_above_the_limit__reverts(bull: Desk, strategy: Contract, owner: str) -> None:
    strategy.set_limits(200_000, 100_000, 3, sender=owner)
    bull.chain.sleep(7 * DAY)
    with reverts("strategy: turnover"):
        bull.propose({CASH: 50_000, BTC: 499_999, ETH: 400_001, AAVE: 50_000})

    receipt = bull.propose({CASH: 50_000, BTC: 500_000, ETH: 400_000, AAVE: 50_000})
    assert strategy.events(receipt, "Proposed")[0].turnover_ppm == 100_000


def test_propose__flip__is_exempt_from_change_and_turnover(bull: Desk, strategy: Contract) -> None:
    receipt = bull.propose(BEAR, bull=False)
    assert strategy.events(receipt, "Proposed")[0].turnover_ppm == 950_000
    bull.activate()
    bull.go(BULL)
    assert strategy.active_words() == (3, HASH, pack(BULL))


# --- risk up and down ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("targets", "bull_after", "risk_up"),
    [
        (BULL, True, False),  # hold
        (changed(BULL, btc=590_000), True, False),
        (changed(BULL, aave=0), True, False),
        (changed(BULL, dai=40_000), True, False),  # cash to a stable asset
        (changed(BULL, btc=590_000, eth=300_001), True, True),
        (changed(BULL, pepe=1), True, True),
        (BEAR, False, False),
    ],
)
def test_propose__from_bull__risk_is_up_when_a_volatile_weight_rises(
    bull: Desk, strategy: Contract, targets: dict[int, int], bull_after: bool, risk_up: bool
) -> None:
    bull.chain.sleep(7 * DAY)
    bull.propose(targets, bull=bull_after)

    pending = strategy.pending()
    assert pending.risk_up == risk_up
    assert pending.activates_at - pending.proposed_at == (RISK_UP_DELAY if risk_up else RISK_DOWN_DELAY)


def test_propose__bear_to_bull_without_a_rise__is_risk_up(bear: Desk, strategy: Contract) -> None:
    bear.chain.sleep(7 * DAY)
    bear.propose(BEAR, bull=True)
    assert strategy.pending().risk_up


def test_propose__risk_up_within_6_days__reverts(bull: Desk, strategy: Contract) -> None:
    activated_at = strategy.active().activated_at
    targets = changed(BULL, btc=610_000)
    bull.chain.mine(activated_at + 6 * DAY - RISK_UP_DELAY - 10)
    with reverts("strategy: spacing"):
        bull.propose(targets)
    bull.propose(BULL)  # risk-down never waits

    bull.chain.mine(activated_at + 6 * DAY - RISK_UP_DELAY)
    bull.propose(targets)


def test_propose__spacing__is_counted_from_risk_up_activations_only(bull: Desk) -> None:
    bull.chain.sleep(6 * DAY)
    bull.propose(changed(BULL, btc=590_000))
    bull.activate()
    bull.propose(BULL)


def test_propose__flip_upward_within_7_days_of_a_flip__reverts(bear: Desk, strategy: Contract) -> None:
    flipped_at = strategy.active().activated_at
    bear.chain.mine(flipped_at + 7 * DAY - RISK_UP_DELAY - 10)
    with reverts("strategy: spacing"):
        bear.propose(BULL)

    bear.chain.mine(flipped_at + 7 * DAY - RISK_UP_DELAY)
    bear.propose(BULL)


def test_propose__flip_downward__is_never_held_up(bear: Desk, strategy: Contract) -> None:
    bear.go(BULL)
    bear.propose(BEAR, bull=False)
    bear.activate()
    assert strategy.active()[:3] == (4, False, False)


def test_propose__fourth_flip_upward_in_90_days__reverts(bear: Desk, strategy: Contract) -> None:
    flipped_up = []
    for _ in range(3):
        bear.go(BULL)
        flipped_up.append(strategy.active().activated_at)
        bear.propose(BEAR, bull=False)
        bear.activate()
    bear.chain.sleep(8 * DAY)
    with reverts("strategy: flips"):
        bear.propose(BULL)

    bear.chain.mine(flipped_up[0] + 90 * DAY - RISK_UP_DELAY - 10)
    with reverts("strategy: flips"):
        bear.propose(BULL)
    bear.chain.mine(flipped_up[0] + 90 * DAY - RISK_UP_DELAY)
    bear.propose(BULL)


@pytest.mark.parametrize("flips", [1, 6])
def test_propose__flip_limit_set_by_the_owner__counts(bear: Desk, strategy: Contract, owner: str, flips: int) -> None:
    strategy.set_limits(50_000, 200_000, flips, sender=owner)
    for _ in range(flips):
        bear.go(BULL)
        bear.propose(BEAR, bull=False)
        bear.activate()
    bear.chain.sleep(8 * DAY)
    with reverts("strategy: flips"):
        bear.propose(BULL)


def test_propose__no_flips_allowed__reverts(bear: Desk, strategy: Contract, owner: str) -> None:
    strategy.set_limits(50_000, 200_000, 0, sender=owner)
    bear.chain.sleep(8 * DAY)
    with reverts("strategy: flips"):
        bear.propose(BULL)
