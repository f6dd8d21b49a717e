"""docs/GAS.md says what report.json says."""

import json

from tests.gas.report import PAGE, REPORT, WHAT, page


def test_page__is_written_from_the_report() -> None:
    assert PAGE.read_text() == page()


def test_report__everything_was_measured_and_holds() -> None:
    measured = json.loads(REPORT.read_text())
    assert {name: m["hold"] for name, m in measured.items()} == {name: most for name, (_, most) in WHAT.items()}
    assert all(m["gas"] <= m["hold"] and m["gas_limit"] >= m["gas"] for m in measured.values())
