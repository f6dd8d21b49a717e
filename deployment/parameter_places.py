"""Where the contracts hold each parameter of keepers/parameters.toml: the one place that says what is enforced.

What none of them holds is in ELSEWHERE, with who does; docs/PARAMETERS.md says both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

__all__ = ["ELSEWHERE", "PLACES", "Name", "Place", "View"]

CONTRACTS = Path(__file__).resolve().parent.parent / "contracts"


class Name(NamedTuple):
    """A constant or a function of a contract, whose name is in CamelCase, or of a module of contracts/lib."""

    module: str
    name: str

    @property
    def path(self) -> str:
        """The file, inside of contracts/."""
        (found,) = CONTRACTS.rglob(f"{self.module}.vy")  # names are unique over all rooms of contracts/lib
        return found.relative_to(CONTRACTS).as_posix()

    def __str__(self) -> str:
        return f"`{self.path}` `{self.name}`"


class View(NamedTuple):
    """What the chain answers: the deployed contract, its view, the field of the answer if that is a struct."""

    contract: str
    function: str
    field: str = ""
    liquidity_class: str = ""
    """deep, medium or thin where the value is that of an asset of this class."""

    def __str__(self) -> str:
        argument = "id" if self.liquidity_class else ""
        call = f"{self.contract}.{self.function}({argument})" + (f".{self.field}" if self.field else "")
        return f"`{call}` of a {self.liquidity_class} asset" if self.liquidity_class else f"`{call}`"


@dataclass(frozen=True, slots=True)
class Place:
    """One parameter on chain. `constant` or `function` holds its default, `cap` its hard cap, `view` answers it.

    Without `cap` nobody can change it on a deployed contract. `scale` turns the file's unit into the chain's, which is
    `unit` where it is another.
    """

    constant: Name | None = None
    function: Name | None = None
    cap: Name | None = None
    view: View | None = None
    scale: Fraction = Fraction(1)
    unit: str = ""

    def on_chain(self, value: int) -> int:
        """The file's value in the chain's unit. ValueError when it is no whole number there."""
        scaled = value * self.scale
        if scaled.denominator != 1:
            raise ValueError(f"parameters: {value} is {scaled} {self.unit} on chain; choose a whole number of them")
        return scaled.numerator

    def __str__(self) -> str:
        holder = self.constant or self.function
        words = [str(holder)] if holder else []
        if self.cap:
            near = holder is not None and holder.module == self.cap.module
            words.append(f"cap `{self.cap.name}`" if near else f"cap {self.cap}")
        if self.view:
            words.append(str(self.view))
        return ", ".join(words) + (f" (in {self.unit})" if self.unit else "")


_SECONDS_A_DAY = Fraction(86_400)
_BPS_A_PPM = Fraction(1, 100)
_USDC_UNIT = Fraction(10**6)
_FIRST_TERMS = Name("FundPolicy", "__init__")
_DELAYS = {
    name: Place(
        constant=Name("strategy_limits", name.upper()),
        cap=Name("strategy_limits", f"{name.upper()}_CAP"),
        view=View("strategy", name),
    )
    for name in ("risk_down_delay", "risk_up_delay", "expiry", "max_change_ppm", "turnover_ppm")
}
_SILENCE = {
    name: Place(
        constant=Name("strategy_limits", name.upper()),
        cap=Name("strategy_limits", f"{name.upper()}_CAP"),
        view=View("strategy", name),
    )
    for name in ("silence_auctions", "silence_safe_state")
}
_LOSSES = {
    f"loss_{span}_bps": Place(
        function=Name("IndexTrader", "__init__"),
        cap=Name("loss_budget", f"MAX_{span.upper()}_BPS"),
        view=View("trader", "budget", f"{span}_bps"),
    )
    for span in ("session", "week", "derisking")
}
_CLASSES = {
    f"{parameter}_{liquidity}_{unit}": Place(
        function=Name("liquidity_class", f"_{parameter}_{unit}"),
        cap=Name("price_terms", "MAX_SLIPPAGE_BPS") if parameter == "slippage" else None,
        view=View("registry", "asset", f"{parameter}_{unit}", liquidity),
    )
    for parameter, unit in (("slippage", "bps"), ("weight_cap", "ppm"))
    for liquidity in ("deep", "medium", "thin")
}

PLACES: Mapping[str, Place] = {
    "management_fee_ppm": Place(
        function=_FIRST_TERMS,
        cap=Name("FundPolicy", "MAX_MANAGEMENT_BPS"),
        view=View("vault", "fund", "management_bps"),
        scale=_BPS_A_PPM,
        unit="bps",
    ),
    "platform_fee_bps": Place(
        function=_FIRST_TERMS, cap=Name("FundPolicy", "MAX_PLATFORM_BPS"), view=View("vault", "fund", "platform_bps")
    ),
    "flow_floor_usdc": Place(
        function=_FIRST_TERMS,
        cap=Name("hourly_flow", "MAX_LEAST"),
        view=View("policy", "flow_limit", "least"),
        scale=_USDC_UNIT,
        unit="raw USDC",
    ),
    "flow_share_ppm": Place(
        function=_FIRST_TERMS,
        cap=Name("hourly_flow", "MAX_SHARE_PPM"),
        view=View("policy", "flow_limit", "volatile_share_ppm"),
    ),
    "flow_stable_share_ppm": Place(
        function=_FIRST_TERMS,
        cap=Name("hourly_flow", "MAX_SHARE_PPM"),
        view=View("policy", "flow_limit", "stable_share_ppm"),
    ),
    "levy_bull_bps": Place(constant=Name("levy", "DEPLOY_VOLATILE_BPS")),
    "levy_bear_bps": Place(constant=Name("levy", "DEPLOY_STABLE_BPS")),
    "levy_cap_bps": Place(constant=Name("levy", "MAX_LEVY_BPS")),
    **_CLASSES,
    **_LOSSES,
    **_DELAYS,
    **_SILENCE,
    "new_listing_days": Place(constant=Name("decision_rules", "NEW_ASSET_AGE"), scale=_SECONDS_A_DAY, unit="seconds"),
    "new_listing_cap_ppm": Place(constant=Name("decision_rules", "NEW_ASSET_CAP_PPM")),
    "spacing": Place(constant=Name("risk_cadence", "SPACING")),
    "flip_spacing": Place(constant=Name("risk_cadence", "AFTER_FLIP")),
    "upward_flips": Place(
        constant=Name("strategy_limits", "UPWARD_FLIPS"),
        cap=Name("risk_cadence", "MAX_UPWARD_FLIPS"),
        view=View("strategy", "upward_flip_limit"),
    ),
    "flip_window_days": Place(constant=Name("risk_cadence", "FLIP_WINDOW"), scale=_SECONDS_A_DAY, unit="seconds"),
    "exit_tolerance_bps": Place(constant=Name("leg_engine", "EXIT_COST_BPS")),
    "turnover_day_part": Place(constant=Name("turnover_budget", "DAILY_PART")),
    "leg_gas_least": Place(constant=Name("leg_engine", "MIN_LEG_GAS")),
    "leg_gas_most": Place(constant=Name("leg_engine", "MAX_LEG_GAS")),
    "unpriced_bps": Place(constant=Name("appraisal", "MATERIALITY_BPS")),
    "request_minimum_usdc": Place(
        constant=Name("queue_settlement", "MIN_ASSETS"), scale=Fraction(10**6), unit="raw USDC"
    ),
    "request_cadence": Place(constant=Name("queue_batches", "CADENCE")),
    "request_forward_delay": Place(constant=Name("queue_settlement", "FORWARD")),
    "request_executor_only": Place(constant=Name("queue_forecast", "EXECUTOR_ONLY")),
    "request_patience": Place(constant=Name("queue_settlement", "PATIENCE")),
    "request_batch_share_ppm": Place(constant=Name("queue_forecast", "BATCH_SHARE_PPM")),
    "guardian_pause": Place(constant=Name("FundPolicy", "PAUSE")),
    "guardian_cool_down": Place(constant=Name("FundPolicy", "COOL_DOWN")),
    "impairment": Place(constant=Name("listed_assets", "IMPAIRMENT")),
    "impairment_cool_down": Place(constant=Name("listed_assets", "COOL_DOWN")),
    "feed_first_read_gas": Place(constant=Name("price_source", "MAX_FIRST_READ_GAS")),
    "stopped_safe_state": Place(constant=Name("safe_state", "STOPPED_SAFE_STATE")),
    "flight_window": Place(constant=Name("flight", "WINDOW")),
    "silence_grace": Place(constant=Name("keeper_silence", "GRACE")),
    "silence_distance_bps": Place(constant=Name("constants", "FAR_BPS")),
    "auction_life": Place(constant=Name("auction_slots", "LIFE")),
    "auction_premium_bps": Place(constant=Name("price_curve", "PREMIUM_BPS")),
    "auction_halving": Place(constant=Name("price_curve", "HALVING")),
    "auction_minimum_usd": Place(
        constant=Name("AuctionHouse", "MIN_BID"), scale=Fraction(10**18), unit="USD, 18 decimals"
    ),
    "exit_balance_gas": Place(constant=Name("in_kind", "BALANCE_GAS")),
    "exit_transfer_gas": Place(constant=Name("in_kind", "TRANSFER_GAS")),
}

ELSEWHERE: Mapping[str, str] = {
    "cash_target_ppm": (
        "the keepers: `cash_ppm` of a profile, refused above the cap. On chain a decision may hold more; the trader "
        "spends none of what the decision in force asks for (`lib/trader/limits.vy`)"
    ),
    "timelock_delay": (
        "OpenZeppelin's `TimelockController.getMinDelay()`: set by `ape run deploy`, which refuses what is not longer "
        "than `request_patience`, compared by `ape run verify`"
    ),
}
