"""What a backtest would have charged for the trades that a session really made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from keepers.backtest.costs import Costs
from keepers.backtest.marks import volumes_of
from keepers.book import AssetBook
from keepers.replay.sessions import Session
from keepers.snapshot import Snapshot

__all__ = ["charged", "daily_volumes", "simulated_cost"]

_USD = 10**18


def charged(session: Session, book: AssetBook) -> dict[str, int]:
    """USD 18 decimals traded, by provider id, of what a backtest charges for: to it stable assets are cash."""
    assets = ((book.by_id(number), worth) for number, worth in session.traded.items())
    return {asset.provider_id: worth for asset, worth in assets if not asset.stable}


def daily_volumes(snapshot: Snapshot) -> dict[str, float]:
    """USD in 24 hours by provider id, as a backtest takes them: of the newest row that knows it; 0 without any row."""
    panel = snapshot.inputs.panel
    return dict(zip(panel.assets, volumes_of(panel, len(panel.closes))[-1].tolist(), strict=True))


def simulated_cost(session: Session, book: AssetBook, costs: Costs, volumes: Mapping[str, float]) -> float:
    """USD. Impact is that of the trades as large as they were; an asset without a volume costs the most there is."""
    notional = charged(session, book)
    dollars = np.array([worth / _USD for worth in notional.values()])
    # shares of a fund of one dollar
    rates = replace(costs, fund_usd=1.0).rates(dollars, np.array([volumes.get(name, 0.0) for name in notional]))
    return float(dollars @ rates)
