"""What the keeper puts right beside its trades, in words: for dry runs and for status."""

from keepers.chain import Index, Reading
from keepers.chain.shortfalls import shortfalls
from keepers.chain.silence import read_clocks
from keepers.commands.amounts import moment, units, usd
from keepers.execute.nearness import near_due
from keepers.execute.upkeep import basis_of, mark_due

__all__ = ["upkeep_due"]


def upkeep_due(index: Index, reading: Reading) -> list[str]:
    """Shortfalls to sync, NAV to mark, the report that the fund is near; each names the value and the limit."""
    found = [
        f"sync: the vault is short of {units(short.missing, short.decimals)} {short.symbol} of "
        f"{units(short.booked, short.decimals)} in its books; run vault.sync({short.asset_id}) before anybody leaves "
        "at NAV"
        for short in shortfalls(index, reading)
    ]
    if mark_due(index, reading):
        nav, basis = usd(reading.traded_nav), usd(basis_of(index, reading))
        found.append(
            f"rebalance: NAV {nav} USD is more than 5 % above the {basis} USD that losses are counted against; it "
            "marks NAV first (trader.mark)"
        )
    clocks = read_clocks(index, reading)
    if near_due(clocks):
        found.append(
            f"rebalance: the fund is near its target, and the last act that says so is of {moment(clocks.near_at)}; it "
            "reports the distance"
        )
    return found
