"""Options of the commands that plan."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

import click

from keepers.parameters import load_parameters
from keepers.plan import Limits

__all__ = ["planner_options"]


def planner_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --profile, --max-legs, --tolerance, --apart; the command gets them as `limits`."""

    @click.option(
        "--profile", default="product", show_default=True, help="Whose no-trade band applies: product or reference."
    )
    @click.option(
        "--max-legs", type=click.IntRange(1, 128), default=128, show_default=True, help="Most legs of one session."
    )
    @click.option(
        "--tolerance",
        type=click.IntRange(0, 500),
        default=None,
        help="Bps that a leg may return less than planned before it fails; by default 10, 25 and 50 by its class.",
    )
    @click.option("--apart", is_flag=True, help="Run sales and purchases in sessions of their own.")
    @wraps(command)
    def with_limits(profile: str, max_legs: int, tolerance: int | None, apart: bool, **rest: Any) -> Any:
        band = load_parameters().rules_of(profile).trade_band_ppm
        limits = Limits(band_ppm=band, max_legs=max_legs, apart=apart)
        if tolerance is not None:
            limits = replace(limits, tolerance_bps=(tolerance,) * 3)
        return command(limits=limits, **rest)

    return with_limits
