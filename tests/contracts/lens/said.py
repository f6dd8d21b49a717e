"""What a call would say now, to hold a preview against."""

from collections.abc import Callable
from typing import Any

from world.chain import Reverted

__all__ = ["reason_of", "said"]


def said(call: Callable[[], Any]) -> tuple[str, Any]:
    """(reason, answer) of a call: an empty reason and its answer, or the reason of its refusal and None."""
    try:
        return "", call()
    except Reverted as refused:
        return refused.reason, None


def reason_of(call: Callable[[], Any]) -> str:
    """Why a call is refused; empty when it is not."""
    return said(call)[0]
