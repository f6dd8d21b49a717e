"""What to do about each reason a contract gives. The table is contracts/reasons.toml."""

from keepers.execute.reasons import REMEDIES

__all__ = ["REMEDIES", "remedy"]


def remedy(reason: str) -> str:
    """One sentence; a general one for a reason that is not in the table."""
    # Some reasons end in the id of an asset.
    known = REMEDIES.get(reason) or REMEDIES.get(reason.rstrip("0123456789"))
    return known or "No contract of the index gives this reason; a token, a pool or a feed may."
