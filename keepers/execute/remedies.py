"""What to do about each reason a contract gives."""

__all__ = ["remedy"]

_REMEDIES = {
    "strategy: only proposer": "sign with the proposer's key; 'status' shows its address",
    "strategy: wrong epoch": "someone proposed or activated in between; run 'status' and try again",
    "strategy: vetoed": "the guardian stopped this decision; propose the next one",
    "strategy: too early": "wait until its activation time; 'status' shows it",
    "strategy: expired": "nobody activated it in time; propose again",
    "strategy: weight sum": "the weights must sum to exactly 1,000,000 ppm; decide again",
    "strategy: weight cap": "a weight is above the registry's cap, or above 2 % in its first week; decide again",
    "strategy: unlisted asset": "list the asset in the registry, or take it out of the asset book",
    "strategy: new asset": "an asset listed for less than a week may weigh 2 % at most; decide again",
    "strategy: not active": "an asset that is sell-only or impaired may not rise; decide again",
    "strategy: not stable in bear": "a bear decision holds stable assets only; decide again",
    "strategy: change": "one asset moves more than an epoch allows; decide again from the active targets",
    "strategy: turnover": "the targets turn over more than an epoch allows; decide again from the active targets",
    "strategy: spacing": "a risk-up decision needs its distance from the last one; wait, or decide less risk",
    "strategy: flips": "the upward flips of 90 days are used up; stay in bear",
    "trader: only executor": "sign with the executor's key; 'status' shows its address",
    "trader: deadline passed": "the plan is old; plan again",
    "trader: wrong session": "a session ran in between; plan again",
    "trader: epoch": "another decision became active; plan again",
    "trader: slippage": "a pool moved away from the oracle; plan again when it is back",
    "trader: below min out": "a pool moved since the plan; plan again",
    "trader: past target": "holdings or prices moved since the plan; plan again",
    "trader: cash below target": "buys would spend the cash target; plan again",
    "trader: amount": "holdings changed since the plan; plan again",
    "trader: no price": "a feed is stale or out of band; 'status' names it; plan again without it",
    "trader: not buyable": "the registry allows sells only; plan again",
    "trader: paused": "entries are paused; only sells and stable assets trade until the pause ends",
    "trader: not a target": "the asset is not in the active decision; plan again",
    "trader: pool not paid": "the pool did not call back; take it out of the asset book",
    "trader: cash differs": "a pool reported USDC it did not send; take it out of the asset book",
    "trader: sold token short": "a token moved more than it was told (fee or shortfall); call sync() and plan again",
    "registry: unlisted asset": "the asset id is not in the registry; list it or correct the asset book",
    "registry: gas": "the gas limit is too low for the price reads; raise it",
    "vault: session open": "a session is running; wait for the next block",
}


def remedy(reason: str) -> str:
    """In words; a general one for a reason that is not in the table."""
    return _REMEDIES.get(reason, "look the reason up in the contract's header and run 'status'")
