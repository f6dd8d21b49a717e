"""What `up` and `page` leave alike: money for the two holders, and the sentence over every screen of the page."""

__all__ = ["POCKET_MONEY", "demonstration"]

POCKET_MONEY = 1_000_000  # USDC that each of the two holders has left to play with


def demonstration(invented: bool) -> str:
    """`invented`: no price of the market was ever traded."""
    prices = "invented prices" if invented else "prices of the past"
    return f"Demonstration with {prices} on a local chain. Not a track record."
