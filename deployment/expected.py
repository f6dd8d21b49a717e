"""Which view must answer what, from the parameters file: what a deployment and `verify` hold the contracts to."""

from collections.abc import Mapping
from dataclasses import dataclass

from deployment.parameter_places import PLACES
from keepers.parameters import ContractParameter

__all__ = ["Expected", "expected_parameters"]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a view without arguments must answer; `field` of it, if that is a struct."""

    key: str
    view: str
    field: str
    value: int


def expected_parameters(contract: Mapping[str, ContractParameter]) -> list[Expected]:
    """Those that a view without arguments answers; what is asked asset by asset is compared with the asset book."""
    return [
        Expected(place.view.contract, place.view.function, place.view.field, place.on_chain(contract[name].default))
        for name, place in PLACES.items()
        if place.view is not None and not place.view.liquidity_class
    ]
