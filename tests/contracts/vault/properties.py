"""How properties of the vault are tested: few examples, the same ones every time, each undone.

@bounded(20)
@given(steps)
def test_x__y__z(fund, steps):
    with undone(fund.chain): ...
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import HealthCheck, Phase, settings

from world.chain import Chain

__all__ = ["bounded", "undone"]


def bounded(examples: int) -> Callable[[Any], Any]:
    """So many examples, chosen the same in every run; a fund may be shared by them because each is undone."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@contextmanager
def undone(chain: Chain) -> Iterator[None]:
    """Whatever happens inside leaves no trace on the chain."""
    snapshot = chain.snapshot()
    try:
        yield
    finally:
        chain.revert(snapshot)
