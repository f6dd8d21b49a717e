"""Why a price is not firm, in words, for every kind of price."""

import pytest

from keepers.book import BookAsset
from keepers.chain.fund import Holding
from keepers.chain.words import quote

NOW = 1_700_000_000
FIRST, SECOND, TOKEN = (f"0x{digit * 40}" for digit in "123")


def holding(kind: str, *updated_at: int | None, firm: bool = False) -> Holding:
    """An asset of this kind: a first feed with a heartbeat of a day, a second one with an hour."""
    two = kind == "two feeds"
    asset = BookAsset(
        asset_id=2,
        provider_id="wbtc",
        symbol="WBTC",
        name="Wrapped BTC",
        token=TOKEN,
        decimals=8,
        feed=FIRST,
        liquidity_class="deep",
        stable=False,
        weight_cap_ppm=1_000_000,
        slippage_bps=100,
        deviation_bps=50,
        heartbeat=86_400,
        kind=kind,  # type: ignore[arg-type]
        second_feed=SECOND if two else None,
        second_heartbeat=3_600 if two else None,
        listed_at=1,
    )
    return Holding(asset, quote(10**18 | 8 << 128 | firm << 168), 1, 0, True, 0, updated_at)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (holding("one feed", None), f"feed {FIRST} of WBTC does not answer"),
        (holding("one feed", NOW - 86_401), f"feed {FIRST} of WBTC answered 86401 s ago, its heartbeat is 86400 s"),
        (holding("two feeds", NOW, None), f"feed {SECOND} of WBTC does not answer"),
        (holding("two feeds", NOW, NOW - 3_601), f"feed {SECOND} of WBTC answered 3601 s ago, its heartbeat is 3600 s"),
        (holding("two feeds", NOW - 3_601, NOW), f"the price of WBTC by feed {FIRST} is out of its band"),
        (holding("vault shares", NOW), f"the rate of vault {TOKEN} is out of its bounds"),
        (holding("one feed", NOW), "the asset is impaired, or the chain's sequencer is not up"),
    ],
)
def test_unfirm_because__names_the_feed_at_fault(found: Holding, reason: str) -> None:
    assert reason in found.unfirm_because(NOW)


def test_unfirm_because__firm__nothing() -> None:
    assert holding("two feeds", NOW, NOW, firm=True).unfirm_because(NOW) == ""


@pytest.mark.parametrize(("updated_at", "oldest"), [((5, 3), 3), ((3, 5), 3), ((5, None), None)])
def test_feed_updated_at__the_oldest_answer_the_price_needs(
    updated_at: tuple[int | None, ...], oldest: int | None
) -> None:
    assert holding("two feeds", *updated_at).feed_updated_at == oldest
