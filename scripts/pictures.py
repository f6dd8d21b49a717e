"""Write docs/pictures/states.svg: states of a decision, entries and exits, a batch, an asset, and what moves them.

The same input gives the same bytes, so a picture that was drawn by hand, or not drawn anew, shows.

    ape run pictures               write it anew
    ape run pictures --check       write nothing, exit 1 when it is not what it should be
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

import click

from scripts._generated import keep

__all__ = ["LANES", "PICTURE", "Arrow", "Box", "Lane", "cli", "render"]

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "states.svg"

# Pixels.
WIDTH, MARGIN, TOP = 1180, 20, 40
LANE_HEIGHT = 190
BOX_WIDTH, BOX_HEIGHT = 150, 46
ROW = (58, 132)  # of a lane: upper edge of the boxes
ARC = 30  # how far an arrow back leads away from its boxes
FONT = "font-family='DejaVu Sans, Verdana, sans-serif'"
COLOURS = {"calm": "#e8f1ea", "waits": "#fff4d6", "closed": "#fbe4e1", "end": "#ececf2"}


@dataclass(frozen=True)
class Box:
    """A state: `x` in pixels, `row` 0 or 1; `kind` is its colour."""

    name: str
    x: int
    row: int = 0
    note: str = ""
    kind: str = "calm"


@dataclass(frozen=True)
class Arrow:
    """What moves one state to another. `arc`: over or under the boxes; one from a box to itself is over it anyway."""

    start: str
    end: str
    call: str
    who: str = ""
    arc: Literal["", "over", "under"] = ""


@dataclass(frozen=True)
class Lane:
    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


LANES = (
    Lane(
        "A decision  ·  IndexStrategy",
        (
            Box("none waits", 20),
            Box("waiting", 330, 0, "one at a time", "waits"),
            Box("active", 690, 0, "its weights bind the trader"),
            Box("past", 1010, 0, "", "end"),
            Box("vetoed", 690, 1, "", "end"),
            Box("expired, replaced", 20, 1, "", "end"),
        ),
        (
            Arrow("none waits", "waiting", "propose", "proposer"),
            Arrow("waiting", "active", "activate", "anyone, 10 min or 6 h later"),
            Arrow("active", "past", "activate", "the next one"),
            Arrow("waiting", "vetoed", "veto", "guardian, more risk only"),
            Arrow("waiting", "expired, replaced", "not in time", "48 h over, or a new one"),
        ),
    ),
    Lane(
        "Entries and exits at NAV  ·  IndexVault, FundPolicy  ·  the exit in kind is open in each of these states",
        (
            Box("entries closed", 20, 0, "exits open", "waits"),
            Box("open", 410, 0, "entries and exits"),
            Box("NAV closed", 860, 0, "no firm price", "closed"),
            Box("wound down", 860, 1, "exits only, for good", "end"),
        ),
        (
            Arrow("open", "entries closed", "pause_entries", "guardian, once in 7 days"),
            Arrow("entries closed", "open", "3 days over", "", "under"),
            Arrow("open", "NAV closed", "above 0.5 % of NAV", "without a firm price"),
            Arrow("NAV closed", "open", "a firm price, or retire", "", "over"),
            Arrow("open", "wound down", "wind_down", "owner"),
        ),
    ),
    Lane(
        "A batch of requests  ·  RequestQueue",
        (
            Box("open", 20, 0, "request, cancel"),
            Box("locked", 410, 0, "its cash need counts", "waits"),
            Box("settled", 860, 0, "claim at any time", "end"),
            Box("taken back", 860, 1, "USDC or shares", "end"),
        ),
        (
            Arrow("open", "locked", "lock", "anyone, a day after the last"),
            Arrow("locked", "settled", "settle", "executor after 1 h, anyone after 2 h"),
            Arrow("locked", "taken back", "cancel*Request", "who asked, a day after the lock"),
        ),
    ),
    Lane(
        "An asset  ·  AssetRegistry, FundPolicy",
        (
            Box("active", 20, 0, "bought and sold"),
            Box("sell-only", 330, 0, "priced, not bought", "waits"),
            Box("impaired", 640, 0, "no price", "closed"),
            Box("retired", 980, 0, "exits book claims", "end"),
        ),
        (
            Arrow("active", "sell-only", "set_status", "guardian, or 2 reports"),
            Arrow("sell-only", "impaired", "set_status", "guardian"),
            Arrow("impaired", "retired", "retire", "owner"),
            Arrow("sell-only", "active", "set_status: owner", "", "under"),
            Arrow("impaired", "sell-only", "3 days, or set_status: owner", "", "under"),
        ),
    ),
)


def render(lanes: tuple[Lane, ...] = LANES) -> str:
    """The picture as SVG text."""
    height = TOP + LANE_HEIGHT * len(lanes)
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' height='{height}'>",
        "<defs><marker id='tip' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='8' markerHeight='8' orient='auto'>"
        "<path d='M0,0 L8,4 L0,8 z' fill='#445'/></marker></defs>",
        f"<rect width='{WIDTH}' height='{height}' fill='#ffffff'/>",
        _text(MARGIN, 24, "What states there are, who moves them, and when", 15, "bold", "start"),
    ]
    for place, lane in enumerate(lanes):
        parts += _lane(lane, TOP + LANE_HEIGHT * place)
    return "\n".join([*parts, "</svg>", ""])


def _lane(lane: Lane, top: int) -> Iterator[str]:
    yield f"<line x1='{MARGIN}' y1='{top}' x2='{WIDTH - MARGIN}' y2='{top}' stroke='#d5d5de'/>"
    yield _text(MARGIN, top + 18, lane.title, 12, "bold", "start")
    boxes = {box.name: box for box in lane.boxes}
    for box in lane.boxes:
        yield from _box(box, top)
    for arrow in lane.arrows:
        yield from _arrow(boxes[arrow.start], boxes[arrow.end], arrow, top)


def _box(box: Box, top: int) -> Iterator[str]:
    y, middle = top + ROW[box.row], box.x + BOX_WIDTH // 2
    yield (
        f"<rect x='{box.x}' y='{y}' width='{BOX_WIDTH}' height='{BOX_HEIGHT}' rx='8' "
        f"fill='{COLOURS[box.kind]}' stroke='#667'/>"
    )
    yield _text(middle, y + (20 if box.note else 28), box.name, 13, "bold")
    if box.note:
        yield _text(middle, y + 36, box.note, 10)


def _arrow(start: Box, end: Box, arrow: Arrow, top: int) -> Iterator[str]:
    here, there = top + ROW[start.row] + BOX_HEIGHT // 2, top + ROW[end.row] + BOX_HEIGHT // 2
    if start == end:
        yield from _loop(start, arrow, top)
    elif arrow.arc:
        yield from _arc(start, end, arrow, top)
    elif start.row != end.row:
        right = start.x < end.x
        x, tip = (start.x + BOX_WIDTH - 30, end.x - 2) if right else (start.x + 30, end.x + BOX_WIDTH + 2)
        yield _curve(f"M{x},{here + BOX_HEIGHT // 2} C{x},{there} {x},{there} {tip},{there}")
        yield _labels((x + tip) // 2, there, arrow)
    else:
        left, tip = (start.x + BOX_WIDTH, end.x - 2) if start.x < end.x else (start.x, end.x + BOX_WIDTH + 2)
        yield _curve(f"M{left},{here} L{tip},{there}")
        yield _labels((left + tip) // 2, here, arrow)


def _loop(box: Box, arrow: Arrow, top: int) -> Iterator[str]:
    left, right, y = box.x + 40, box.x + 80, top + ROW[box.row]
    yield _curve(f"M{left},{y} C{left},{y - ARC} {right},{y - ARC} {right},{y - 2}")
    yield _text(right + 8, y - 10, f"{arrow.call}: {arrow.who}", 10, anchor="start")


def _arc(start: Box, end: Box, arrow: Arrow, top: int) -> Iterator[str]:
    # From the middle of one box to the near third of the other.
    x = start.x + BOX_WIDTH // 2
    tip = end.x + BOX_WIDTH * (2 if start.x > end.x else 1) // 3
    y, away = (top + ROW[start.row], -ARC) if arrow.arc == "over" else (top + ROW[start.row] + BOX_HEIGHT, ARC)
    yield _curve(f"M{x},{y} C{x},{y + away} {tip},{y + away} {tip},{y + (2 if away > 0 else -2)}")
    yield _text((x + tip) // 2, y + away + (8 if away > 0 else 3), arrow.call, 10)


def _labels(x: int, y: int, arrow: Arrow) -> str:
    # What is called above the line, who calls it below.
    above = _text(x, y - 6, arrow.call, 11, "bold")
    return above + "\n" + _text(x, y + 15, arrow.who, 10) if arrow.who else above


def _curve(path: str) -> str:
    return f"<path d='{path}' fill='none' stroke='#445' stroke-width='1.3' marker-end='url(#tip)'/>"


def _text(x: int, y: int, words: str, size: int, weight: str = "normal", anchor: str = "middle") -> str:
    return (
        f"<text x='{x}' y='{y}' {FONT} font-size='{size}' font-weight='{weight}' text-anchor='{anchor}' "
        f"fill='#223'>{escape(words)}</text>"
    )


@click.command(epilog="Example: ape run pictures --check")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 on drift.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def cli(check: bool, as_json: bool) -> None:
    """Draw docs/pictures/states.svg."""
    keep(
        PICTURE,
        render(),
        called="docs/pictures/states.svg",
        target="pictures",
        check=check,
        data={"lanes": [lane.title for lane in LANES]} if as_json else None,
    )


if __name__ == "__main__":
    cli()
