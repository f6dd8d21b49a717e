"""Did a keeper decide what a backtest decides? The backtest begins where the keeper did and then goes its own way.

From the keeper's store only the first state and the books are taken: what was listed, and on which terms. Everything
else the backtest finds in the market by itself, look by look from its own decision before. Each of its snapshots must
then hash to what the keeper committed to, and each record must be the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from keepers.backtest.history import History
from keepers.decide import advance, decisions, survey, walk
from keepers.errors import DecisionError
from keepers.snapshot import DecisionRecord, SnapshotStore, build, canonical

__all__ = ["Agreement", "agreement"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One epoch: the bytes of the keeper's record and of the backtest's."""

    epoch: int
    kept: bytes
    made: bytes

    @property
    def agrees(self) -> bool:
        """Every byte is the same."""
        return self.kept == self.made


def agreement(history: History, store: SnapshotStore) -> list[Agreement]:
    """Compare every epoch of a store with a backtest over the same market. Raises UnknownSnapshot for an empty one."""
    epochs = store.epochs()
    records = [store.recorded(epoch) for epoch in epochs]
    inputs = [store.get(bytes.fromhex(record.data_hash[2:])).inputs for record in records]
    state, made = inputs[0].state, []
    # as far as the registry stands still, in one go
    for (book, overrides), stretch in groupby(inputs, key=lambda one: (one.book, one.overrides)):
        looks = [one.as_of for one in stretch]
        rules, market = inputs[0].rules, history.market
        panel = market.panel(looks[-1], rules, history.parameters)
        seen = survey(panel, market.bitcoin, looks, rules, overrides)
        for decision in decisions(seen, walk(seen, book, state, rules), state, rules):
            if decision is None:
                raise DecisionError("backtest: a look of the store cannot decide in this market; is it the same one?")
            snapshot = build(market, decision.as_of, rules.profile, history.parameters, book, state, overrides)
            made.append(replace(decision, data_hash=snapshot.data_hash))
            state = advance(state, decision, rules)
    return [
        Agreement(epoch, _bytes(record), _bytes(DecisionRecord.of(epoch, decision)))
        for epoch, record, decision in zip(epochs, records, made, strict=True)
    ]


def _bytes(record: DecisionRecord) -> bytes:
    return canonical(record.model_dump(mode="json"))
