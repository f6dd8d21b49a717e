"""A person's answers to the rules' questions, from a reviewed JSON file."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from keepers.errors import BadOverride
from keepers.models import Override

__all__ = ["load_overrides"]

_OVERRIDES = TypeAdapter(tuple[Override, ...])


def load_overrides(path: Path) -> tuple[Override, ...]:
    """A list of {asset, field, value, reason, author, expiry}. Raises BadOverride naming file, place and value."""
    try:
        return _OVERRIDES.validate_json(path.read_bytes())
    except OSError as error:
        raise BadOverride(f"overrides file {path} cannot be read ({error.strerror}); pass an existing one") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise BadOverride(
            f"overrides file {path}: {place} = {str(first['input'])[:60]!r}: {first['msg']}; correct it"
        ) from None
