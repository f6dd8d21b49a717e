"""Tick arithmetic of a Uniswap V3 pool in integers, bit for bit as the pool computes it (TickMath, TickBitmap)."""

from math import floor, log

__all__ = ["MAX_TICK", "MIN_TICK", "next_tick_in_word", "sqrt_price_at", "tick_at", "word_of"]

MIN_TICK = -887_272
MAX_TICK = 887_272

# sqrt(1.0001)^-(2^i) as Q128, for the bits of |tick|
_FACTORS = (
    0xFFFCB933BD6FAD37AA2D162D1A594001,
    0xFFF97272373D413259A46990580E213A,
    0xFFF2E50F5F656932EF12357CF3C7FDCC,
    0xFFE5CACA7E10E4E61C3624EAA0941CD0,
    0xFFCB9843D60F6159C9DB58835C926644,
    0xFF973B41FA98C081472E6896DFB254C0,
    0xFF2EA16466C96A3843EC78B326B52861,
    0xFE5DEE046A99A2A811C461F1969C3053,
    0xFCBE86C7900A88AEDCFFC83B479AA3A4,
    0xF987A7253AC413176F2B074CF7815E54,
    0xF3392B0822B70005940C7A398E4B70F3,
    0xE7159475A2C29B7443B29C7FA6E889D9,
    0xD097F3BDFD2022B8845AD8F792AA5825,
    0xA9F746462D870FDF8A65DC1F90E061E5,
    0x70D869A156D2A1B890BB3DF62BAF32F7,
    0x31BE135F97D08FD981231505542FCFA6,
    0x9AA508B5B7A84E1C677DE54F3E99BC9,
    0x5D6AF8DEDB81196699C329225EE604,
    0x2216E584F5FA1EA926041BEDFE98,
    0x48A170391F7DC42444E8FA2,
)
_ONE = 1 << 128


def sqrt_price_at(tick: int) -> int:
    """sqrt(1.0001^tick) as Q96, rounded up; raises ValueError outside the pool's range."""
    if not MIN_TICK <= tick <= MAX_TICK:
        raise ValueError(f"tick {tick} is outside {MIN_TICK}..{MAX_TICK}")
    ratio = _ONE
    magnitude = abs(tick)
    for bit, factor in enumerate(_FACTORS):
        if magnitude >> bit & 1:
            ratio = ratio * factor >> 128
    if tick > 0:
        ratio = (2**256 - 1) // ratio
    return (ratio >> 32) + (ratio & 0xFFFFFFFF > 0)


def tick_at(sqrt_price: int) -> int:
    """The highest tick whose price is not above this Q96 one. The guess is a float's, the answer an integer's."""
    tick = min(max(floor(2 * log(sqrt_price / 2**96) / log(1.0001)), MIN_TICK), MAX_TICK)
    while tick > MIN_TICK and sqrt_price_at(tick) > sqrt_price:
        tick -= 1
    while tick < MAX_TICK and sqrt_price_at(tick + 1) <= sqrt_price:
        tick += 1
    return tick


def word_of(tick: int, spacing: int) -> int:
    """The bitmap word that holds `tick`."""
    return (tick // spacing) >> 8


def next_tick_in_word(bitmap: int, tick: int, spacing: int, down: bool) -> tuple[int, bool]:
    """The next initialised tick in the direction of the swap, or the word's edge: (tick, initialised).

    `bitmap` is the word that holds `tick` (down) or the tick after it (up).
    """
    compressed = tick // spacing
    if down:
        bit = compressed & 255
        masked = bitmap & ((2 << bit) - 1)
        if masked:
            return (compressed - (bit - (masked.bit_length() - 1))) * spacing, True
        return (compressed - bit) * spacing, False
    compressed += 1
    bit = compressed & 255
    masked = bitmap >> bit << bit
    if masked:
        return (compressed + ((masked & -masked).bit_length() - 1 - bit)) * spacing, True
    return (compressed + (255 - bit)) * spacing, False
