"""The report as one HTML file: no script, no other file, readable on a phone and on paper."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from keepers.backtest.record import Part, Record, Statistics

__all__ = ["Picture", "page"]

Picture = tuple[str, str, bytes]
"""Title, what it shows in words, PNG bytes."""

_PATHS = (
    ("gauge", "gauge"),
    ("hold", "hold"),
    ("index", "index"),
    ("top_10", "top 10"),
    ("bitcoin", "bitcoin"),
    ("stable", "stable"),
)
_PATHS_IN_WORDS = (
    "Gauge: with the gauge. Hold: the same without it. Index: held, uncapped, no costs. Top 10: the ten largest, held. "
    "Bitcoin: bought once. Stable: stable assets only."
)
_STYLE = Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def page(record: Record, test: Sequence[Picture], training: Sequence[Picture]) -> str:
    """The whole file. Pictures of the two parts are never shown side by side."""
    parts = [
        f"<h1>Global 100, {escape(record.profile)}: what the rules did</h1>",
        f'<p class="quiet">{escape(record.source)}; parameters version {record.methodology}; looks on Monday 00:00 '
        f"UTC, traded {record.assumptions.lag_days} day later at {record.assumptions.trade_bps:g} bps of traded "
        "notional.</p>",
    ]
    if record.source.startswith("synthetic"):
        parts.append('<p class="invented">Every price here is invented. Nothing can be learnt from these figures.</p>')
    parts += [
        f'<p class="word">{escape(record.sentence)}</p>',
        f"<h2>Test: {record.test.first} to {record.test.last}</h2>",
        _summary(record.test),
        _paths(record.test),
        _figures(test),
        "<h2>Luck</h2>",
        _luck(record.test),
        _weekdays(record),
        _costs(record),
        _forward(record),
        _falls(record.test.gauge),
    ]
    if record.training is not None:
        parts += [
            '<div class="training">',
            f"<h2>Training: {record.training.first} to {record.training.last}</h2>",
            f'<p class="word">{escape(record.training_sentence)}</p>',
            _paths(record.training),
            _figures(training),
            "</div>",
        ]
    parts += ["<h2>What this rests on</h2>", _assumptions(record)]
    body = "\n".join(part for part in parts if part)
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    title = f"<title>Global 100 backtest, {escape(record.profile)}</title>"
    top = f'<!doctype html>\n<html lang="en"><head>{head}{title}<style>{_STYLE}</style></head>'
    return f"{top}\n<body>\n{body}\n</body></html>\n"


def _summary(part: Part) -> str:
    gauge, hold = part.gauge, part.hold
    return (
        f"<p>With the gauge {_percent(gauge.cagr)} a year and a worst fall of {_percent(-gauge.max_drawdown)}; held "
        f"without it {_percent(hold.cagr)} and {_percent(-hold.max_drawdown)}. It was {gauge.time_in_market:.0%} of "
        f"the time in the market and switched {gauge.switches_per_year:.1f} times a year. Trading cost "
        f"{_percent(gauge.cost_per_year)} a year; all expenses of a holder together were "
        f"{_percent(gauge.expense_ratio)}.</p>"
    )


def _paths(part: Part) -> str:
    """A column a path, so that the table is as wide on paper as it is long."""
    paths: list[Statistics] = [getattr(part, name) for name, _ in _PATHS]
    head = ("", *(words for _, words in _PATHS))
    rows = [
        ("a year", *(_percent(found.cagr) for found in paths)),
        ("worst fall", *(_percent(found.max_drawdown) for found in paths)),
        ("volatility", *(_percent(found.volatility) for found in paths)),
        ("Sharpe", *(_ratio(found.sharpe) for found in paths)),
        ("Sortino", *(_ratio(found.sortino) for found in paths)),
        ("Calmar", *(_ratio(found.calmar) for found in paths)),
        ("turnover", *(f"{found.turnover_per_year:.2f}" for found in paths)),
        ("cost", *(_percent(found.cost_per_year) for found in paths)),
        ("expenses", *(_percent(found.expense_ratio) for found in paths)),
        ("in market", *(f"{found.time_in_market:.0%}" for found in paths)),
        ("names", *(_ratio(found.effective_names, 1) for found in paths)),
    ]
    years = [(str(year), *(_percent(found.years[year]) for found in paths)) for year in sorted(part.gauge.years)]
    track = part.tracking
    return (
        _table(head, rows)
        + f'<p class="quiet">{_PATHS_IN_WORDS} Turnover: traded notional over NAV a year, 1 is one full switch. Names: '
        f"effective number while invested. Hold against the index: {_percent(track.difference)} a year, tracking error "
        f"{_percent(track.error)}.</p>" + "<h3>Year by year</h3>" + _table(head, years)
    )


def _luck(part: Part) -> str:
    found = part.placebo
    if found is None:
        return "<p>The regime never changed in this part: there is no timing to judge.</p>"
    return (
        "<p>A placebo takes the same stretches in and out of the market in another order and from another week on: "
        f"{found.draws:,} draws, seed {found.seed}. <strong>{found.p:.0%}</strong> of them earned at least as much a "
        f"year as the gauge: p = {found.p:.2f}, or {found.p_shifted:.2f} with the very same pattern shifted by days. "
        f"{found.p_fall:.0%} had a worst fall no deeper. The middle draw earned {_percent(found.median_cagr)} a year, "
        f"a tenth of them more than {_percent(found.best_tenth_cagr)}. The usual bar for skill is a p of 0.05; what "
        "was found once, on one history, is weaker evidence than such a number sounds.</p>"
    )


def _weekdays(record: Record) -> str:
    rows = [
        (day.weekday, _percent(day.cagr), _percent(day.max_drawdown), _percent(day.hold_cagr),
         f"{day.switches_per_year:.1f}")
        for day in record.weekdays
    ]  # fmt: skip
    table = _table(("looked at on", "a year", "worst fall", "hold a year", "switches a year"), rows)
    words = (
        '<p class="quiet">The rules look on Monday. How far the other days are from it is luck, not a choice to '
        "make.</p>"
    )
    return "<h3>The seven weekdays</h3>" + table + words


def _costs(record: Record) -> str:
    rows = [
        (f"{row.trade_bps:g}", _percent(row.cagr), _percent(row.max_drawdown), _percent(row.hold_cagr))
        for row in record.costs
    ]
    return "<h3>Cost of trading</h3>" + _table(("bps of traded notional", "a year", "worst fall", "hold a year"), rows)


def _forward(record: Record) -> str:
    found = record.walk_forward
    if found is None:
        return ""
    rows = [
        (str(row.year), f"{row.bull_at:g} / {row.bear_at:g}", _percent(row.chosen), _percent(row.fixed))
        for row in found.years
    ]
    rows.append(("a year", "", _percent(found.chosen_cagr), _percent(found.fixed_cagr)))
    table = _table(("", "thresholds chosen", "with them", "with those of the rules"), rows)
    words = (
        '<p class="quiet">Thresholds that did best, by growth over the worst fall, in all the years before, lived with '
        "for a year. The rules do not do this: it shows what choosing would have been worth.</p>"
    )
    return "<h3>Walk-forward</h3>" + table + words


def _falls(found: Statistics) -> str:
    rows = [
        (str(fall.start), str(fall.end or "not yet over"), f"{fall.days}", _percent(fall.depth)) for fall in found.falls
    ]
    return "<h3>The deepest falls with the gauge</h3>" + _table(("from", "to", "days", "depth"), rows)


def _assumptions(record: Record) -> str:
    given = record.assumptions
    impact = f"{given.impact_bps:g} bps at a day's volume, fund of {given.fund_usd:,.0f} USD"
    rows = [
        ("trading", f"{given.trade_bps:g} bps of traded notional"),
        ("impact", impact if given.impact_bps else "none beyond that"),
        ("management fee", f"{given.management_fee:.2%} a year"),
        ("platform fee", f"{given.platform_fee:.2%} in and out, not in the NAV"),
        ("stable assets earn", f"{given.stable_yield:.2%} a year"),
        ("lag", f"{given.lag_days} day from the close a look knows to the close it trades at"),
        ("looks without a decision", f"{record.undecided}: too few assets, everything stayed"),
    ]  # fmt: skip
    words = f"<p>Listed: {escape(given.book)}.</p><p>Prices: {escape(given.prices)}.</p>"
    rules = [(name, str(value)) for name, value in record.rules.items() if name not in ("version", "profile")]
    return words + _table(("", ""), rows, "words") + "<h3>Rules</h3>" + _table(("", ""), rules, "rules")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """`kind`: words are left-aligned and wrap; rules are a long list in several columns."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head) if any(head) else ""
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    top = f"<thead><tr>{top}</tr></thead>" if top else ""
    return f'<div class="table {kind}"><table>{top}<tbody>{body}</tbody></table></div>'


def _figures(pictures: Iterable[Picture]) -> str:
    return '<div class="figures">' + "".join(map(_figure, pictures)) + "</div>"


def _figure(picture: Picture) -> str:
    title, words, png = picture
    image = base64.b64encode(png).decode()
    return (
        f'<figure><h3>{escape(title)}</h3><img alt="{escape(words)}" src="data:image/png;base64,{image}">'
        f"<figcaption>{escape(words)}</figcaption></figure>"
    )


def _percent(share: float) -> str:
    return f"{share:.1%}" if abs(share) < 10 else f"{share:,.0%}"


def _ratio(value: float | None, digits: int = 2) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
