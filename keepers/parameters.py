"""The one parameters file: read once, checked, and turned into the rules of a profile.

Every value is an integer (or a list of names), so that rules can be hashed and no float decides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from keepers.decide.inputs import Rules
from keepers.errors import BadParameters

__all__ = ["DEFAULT_FILE", "ContractParameter", "Parameters", "load_parameters", "rules_from_record", "rules_record"]

DEFAULT_FILE = Path(__file__).with_name("parameters.toml")
_DAY = 86_400
_SHARES_OF_A_WHOLE = ("weight_cap_ppm", "floor_ppm", "cash_ppm", "bear_cash_ppm", "bear_stable_ppm", "max_change_ppm",
                      "turnover_ppm", "new_listing_cap_ppm", "peg_tolerance_ppm", "peg_share_ppm")  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ContractParameter(_Strict):
    """A number of the index on chain: its default, the limit in code that no owner can raise, its unit."""

    default: int
    cap: int | None = None
    unit: str
    about: str

    @model_validator(mode="after")
    def _within_its_cap(self) -> ContractParameter:
        if self.default < 0 or (self.cap is not None and self.default > self.cap):
            raise ValueError(f"default {self.default} is outside 0..{self.cap}")
        return self


class Parameters(_Strict):
    """The whole file."""

    version: int
    contract: dict[str, ContractParameter]
    gauge: dict[str, int | list[int]]
    rules: dict[str, int | bool]
    profile: dict[str, dict[str, int | bool | str]]
    deny: dict[str, list[str]]

    def rules_of(self, profile: str) -> Rules:
        """The rules of a profile. Raises BadParameters if there is no such profile or a value is missing or extra."""
        if profile not in self.profile:
            known = ", ".join(sorted(self.profile))
            raise BadParameters(f"profile {profile!r} is not in the parameters file; choose one of: {known}")
        own = {key: value for key, value in self.profile[profile].items() if key != "about"}
        unknown = sorted(own.keys() - self.rules.keys())
        if unknown:
            raise BadParameters(f"profile {profile!r} sets {unknown[0]!r}, which [rules] does not have; remove it")
        limits = {
            key: self._default(key)
            for key in ("max_change_ppm", "turnover_ppm", "new_listing_days", "new_listing_cap_ppm", "upward_flips")
        }
        limits["flip_window_days"] = self._default("flip_window_days")
        limits["flip_spacing_days"] = self._default("flip_spacing") // _DAY
        head = {"version": self.version, "profile": profile}
        rules = rules_from_record({**head, **self.gauge, **self.rules, **own, **limits})
        most = self._contract("cash_target_ppm").cap
        if most is not None and rules.cash_ppm > most:
            raise BadParameters(f"profile {profile!r}: cash_ppm = {rules.cash_ppm} is above {most}, the cap; lower it")
        return rules

    def denied(self, memes: bool) -> frozenset[str]:
        """Provider ids that are excluded by name; `memes`: whether meme coins stay."""
        groups = (names for group, names in self.deny.items() if group != "memes" or not memes)
        return frozenset(name for names in groups for name in names)

    def _default(self, name: str) -> int:
        return self._contract(name).default

    def _contract(self, name: str) -> ContractParameter:
        if name not in self.contract:
            raise BadParameters(f"[contract] lacks {name!r}; restore it from the released parameters file")
        return self.contract[name]


@cache
def load_parameters(path: Path = DEFAULT_FILE) -> Parameters:
    """Read and check a parameters file. Raises BadParameters naming file, field, value and remedy."""
    try:
        parameters = Parameters.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadParameters(f"parameters file {path} cannot be read ({error.strerror}); pass an existing one") from None
    except tomllib.TOMLDecodeError as error:
        raise BadParameters(f"parameters file {path} is not TOML: {error}; correct that line") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        message = f"parameters file {path}: {place} = {first['input']!r}: {first['msg']}; correct it"
        raise BadParameters(message) from None
    for profile in parameters.profile:
        parameters.rules_of(profile)
    return parameters


def rules_from_record(record: Mapping[str, Any]) -> Rules:
    """Rules from their plain form. Raises BadParameters for a missing, extra or impossible value."""
    wanted = {field.name for field in fields(Rules)}
    for name in sorted(wanted ^ record.keys()):
        word = "lack" if name in wanted else "have an unknown"
        raise BadParameters(f"rules {word} {name!r}; compare with the released parameters file")
    rules = Rules(**{**record, "momentum_days": tuple(record["momentum_days"])})
    for name in _SHARES_OF_A_WHOLE:
        value = getattr(rules, name)
        if not 0 <= value <= 1_000_000:
            raise BadParameters(f"{name} = {value} is not a share in ppm; use 0..1000000")
    if not 0 < rules.bear_at < rules.bull_at < 100_000_000:
        raise BadParameters(f"bear_at = {rules.bear_at} must lie below bull_at = {rules.bull_at}, inside the gauge")
    if not 0 < rules.enter_rank <= rules.names <= rules.keep_rank:
        ranks = f"{rules.enter_rank}, {rules.names}, {rules.keep_rank}"
        raise BadParameters(f"enter_rank, names, keep_rank = {ranks} must ascend: the buffer lies around the names")
    if not 0 < rules.cash_ppm <= rules.bear_cash_ppm:
        raise BadParameters(f"cash_ppm = {rules.cash_ppm} must lie in 1..{rules.bear_cash_ppm}: USDC is always listed")
    if rules.bear_cash_ppm + rules.bear_stables * rules.bear_stable_ppm > 1_000_000:
        raise BadParameters("bear_cash_ppm and the bear stables sum to more than 1000000 ppm; lower one of them")
    needed = max(rules.momentum_days) + 7 + rules.carry_days + 1
    if list(rules.momentum_days) != sorted(set(rules.momentum_days)) or rules.window_days < needed:
        raise BadParameters(f"window_days = {rules.window_days} must be at least {needed}, and momentum_days ascend")
    return rules


def rules_record(rules: Rules) -> dict[str, int | bool | str | list[int]]:
    """The plain form of rules: what a snapshot stores."""
    values = {field.name: getattr(rules, field.name) for field in fields(Rules)}
    return {**values, "momentum_days": list(rules.momentum_days)}
