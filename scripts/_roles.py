"""Who may call what: the one table that docs/ROLES.md is written from and that the role tests hold the contracts to.

A row for every external function that changes state, and for a view that not everyone may call. The tests fail for a
function without a row, and for a row without a function.
"""

from dataclasses import dataclass

__all__ = ["ACCESS", "ROLES", "Row"]

# Columns of the page, in this order, and who that is. The last ones are contracts.
ROLES = {
    "anyone": "any account; the call moves only what is the caller's",
    "holder": "the owner of the shares, the request, the claim or the approval, or an account that the owner allowed",
    "proposer": "key of the keeper's first host",
    "executor": "key of the keeper's second host",
    "guardian": "a multi-signature wallet that may only lower risk",
    "owner": "a timelock in production, a plain account on the local chain",
    "next owner": "the account that the owner named; the role moves when it accepts",
    "vault": "the contract IndexVault",
    "trader": "the contract IndexTrader",
    "policy": "the contract FundPolicy",
    "queue": "the contract RequestQueue",
    "auctions": "the contract AuctionHouse",
    "pool": "the pool whose swap is in flight",
}


@dataclass(frozen=True)
class Row:
    """One function. `refused` is the reason for all other callers; empty where a call concerns the caller alone."""

    may: tuple[str, ...]
    about: str
    refused: str = ""
    later: str = ""  # from when on anyone may, who is refused before


ANYONE = ("anyone",)
HOLDER = ("holder",)
OWNER = ("owner",)
GUARDIAN = ("guardian", "owner")
EXECUTOR = ("executor",)

ONLY_OWNER = "roles: only owner"
ONLY_GUARDIAN = "roles: only guardian"
ONLY_EXECUTOR = "trader: only executor"
ONLY_TRADER = "vault: only trader"
ONLY_POLICY = "vault: only policy"
NOT_OPERATOR = "queue: not operator"
ALLOWANCE = "erc20: insufficient allowance"

OWNERSHIP = {
    "transfer_ownership": Row(OWNER, "offers the role", "ownable: caller is not the owner"),
    "accept_ownership": Row(
        ("next owner",), "takes the role that was offered", "ownable_2step: caller is not the new owner"
    ),
}
GUARDED = OWNERSHIP | {"set_guardian": Row(OWNER, "replaces the guardian", ONLY_OWNER)}

ACCESS: dict[str, dict[str, Row]] = {
    "AssetRegistry": GUARDED
    | {
        "list_asset": Row(OWNER, "lists a token on terms", ONLY_OWNER),
        "set_terms": Row(OWNER, "replaces feed, heartbeat, deviation, slippage limit; reads decimals anew", ONLY_OWNER),
        "set_status": Row(
            GUARDIAN,
            "active, sell-only, impaired; the guardian only for the worse, never USDC, impaired for 3 days in 7",
            ONLY_GUARDIAN,
        ),
        "refresh": Row(ANYONE, "moves price references toward firm prices, once a day, by half at most"),
        "report_dead_feed": Row(ANYONE, "two reports a day to three days apart make an asset sell-only"),
    },
    "IndexStrategy": GUARDED
    | {
        "propose": Row(("proposer",), "writes the decision that waits", "strategy: only proposer"),
        "activate": Row(ANYONE, "puts the waiting decision in force, in its time"),
        "veto": Row(GUARDIAN, "stops a waiting risk-up decision", ONLY_GUARDIAN),
        "stop_proposer": Row(GUARDIAN, "nobody proposes until the owner names another proposer", ONLY_GUARDIAN),
        "set_proposer": Row(OWNER, "replaces or stops the proposer", ONLY_OWNER),
        "set_delays": Row(OWNER, "delays and expiry, inside caps", ONLY_OWNER),
        "set_limits": Row(OWNER, "change, turnover and upward flips, inside caps", ONLY_OWNER),
        "set_silence": Row(OWNER, "how long the keeper did no work when others may act, inside caps", ONLY_OWNER),
        "force_safe_state": Row(
            ANYONE, "USDC alone, when the keeper did no work for 28 days or the proposer was stopped 3 days ago"
        ),
    },
    "IndexTrader": GUARDED
    | {
        "rebalance": Row(("executor", "queue"), "a whole session in one call", ONLY_EXECUTOR),
        "attempt": Row(("trader",), "an optional leg, in a call of the trader to itself", "trader: only itself"),
        "fill": Row(("auctions",), "one leg of a bid", "trader: only auction house"),
        "uniswapV3SwapCallback": Row(
            ("pool",), "is paid the leg's token, once, the leg's amount at most", "trader: not the pool"
        ),
        "mark": Row(ANYONE, "NAV of now becomes the basis of losses in later blocks"),
        "stop_executor": Row(GUARDIAN, "ends all sessions until the owner names an executor", ONLY_GUARDIAN),
        "set_executor": Row(OWNER, "replaces the executor; the zero address stops trading", ONLY_OWNER),
        "set_budget": Row(OWNER, "loss budget, inside caps", ONLY_OWNER),
    },
    "FundPolicy": GUARDED
    | {
        "set_fees": Row(OWNER, "a fall at once, a rise after 7 days", ONLY_OWNER),
        "withdraw_announcement": Row(OWNER, "takes an announcement back", ONLY_OWNER),
        "apply_fees": Row(ANYONE, "puts announced fees in force, 7 to 21 days after they were announced"),
        "apply_flow_limit": Row(ANYONE, "the same for an announced flow limit"),
        "apply_write_off": Row(ANYONE, "the same for an announced write-off"),
        "set_flow_limit": Row(
            OWNER, "what may enter and leave at once an hour; a lower limit after 7 days", ONLY_OWNER
        ),
        "set_split": Row(OWNER, "who gets the fee shares", ONLY_OWNER),
        "distribute": Row(ANYONE, "pays the fee shares out by the split"),
        "wind_down": Row(OWNER, "no entries, no fees, no levy, for good", ONLY_OWNER),
        "retire": Row(OWNER, "an impaired asset leaves the held list; exits in kind book it as claims", ONLY_OWNER),
        "write_off": Row(OWNER, "announces that entries pay nothing for a retired asset any more", ONLY_OWNER),
        "drop": Row(ANYONE, "a holding worth a cent at most leaves the held list"),
        "pause_entries": Row(GUARDIAN, "closes entries and risk-up trading for 3 days", ONLY_GUARDIAN),
        "use_flow": Row(("vault",), "counts what entered or left", "policy: only vault"),
    },
    "IndexVault": {
        "transfer": Row(HOLDER, "moves the caller's shares"),
        "transferFrom": Row(HOLDER, "moves shares inside an allowance", ALLOWANCE),
        "approve": Row(HOLDER, "allows an account some of the caller's shares"),
        "permit": Row(HOLDER, "the same by signature", "erc20: invalid signature"),
        "deposit": Row(ANYONE, "USDC in, shares out"),
        "mint": Row(ANYONE, "the same, shares named"),
        "buy": Row(ANYONE, "the same with a bound and a deadline"),
        "withdraw": Row(HOLDER, "shares in, USDC out, USDC named", ALLOWANCE),
        "redeem": Row(HOLDER, "shares in, USDC out", ALLOWANCE),
        "sell": Row(HOLDER, "the same with a bound and a deadline, the caller's shares"),
        "redeem_in_kind": Row(HOLDER, "shares in, a part of every asset out", ALLOWANCE),
        "claim": Row(HOLDER, "pays the caller's claim on an asset"),
        "sync": Row(ANYONE, "books a shortfall of a token"),
        "accrue": Row(ANYONE, "mints the management fee up to now"),
        "seed": Row(ANYONE, "the first deposit, burned; once"),
        "set_policy": Row(("policy",), "takes fees, pause, wind-down", ONLY_POLICY),
        "mark": Row(("queue",), "values the fund once, for its settlement", "vault: only queue"),
        "remove_held": Row(("policy",), "takes an asset off the held list", ONLY_POLICY),
        "write_off": Row(("policy",), "entries pay nothing for a retired asset any more", ONLY_POLICY),
        "open_session": Row(("trader",), "closes every other entry until `settle`", ONLY_TRADER),
        "book_words": Row(("trader",), "a view: books of assets that are not held", ONLY_TRADER),
        "pay": Row(("trader",), "pays a pool, inside a session", ONLY_TRADER),
        "settle": Row(("trader",), "writes the books and opens the vault again", ONLY_TRADER),
    },
    "RequestQueue": {
        "requestDeposit": Row(HOLDER, "USDC into the open batch", NOT_OPERATOR),
        "requestRedeem": Row(HOLDER, "shares into the open batch", NOT_OPERATOR),
        "request_deposit_with_permit": Row(HOLDER, "the same with the caller's permit", "permit: allowance"),
        "request_redeem_with_permit": Row(HOLDER, "the same with the caller's permit", "permit: allowance"),
        "cancelDepositRequest": Row(HOLDER, "before the lock, or a day after it if not settled", NOT_OPERATOR),
        "cancelRedeemRequest": Row(HOLDER, "before the lock, or a day after it if not settled", NOT_OPERATOR),
        "claimCancelDepositRequest": Row(HOLDER, "collects USDC that came back", NOT_OPERATOR),
        "claimCancelRedeemRequest": Row(HOLDER, "collects shares that came back", NOT_OPERATOR),
        "deposit": Row(HOLDER, "collects the shares of a settled deposit", NOT_OPERATOR),
        "mint": Row(HOLDER, "the same, shares named", NOT_OPERATOR),
        "redeem": Row(HOLDER, "collects the USDC of a settled redemption", NOT_OPERATOR),
        "withdraw": Row(HOLDER, "the same, USDC named", NOT_OPERATOR),
        "setOperator": Row(HOLDER, "names who may act for the caller"),
        "lock": Row(ANYONE, "closes the open batch, a day after the last lock"),
        "settle": Row(
            EXECUTOR,
            "settles the locked batch, an hour after its lock",
            "queue: only executor",
            "from two hours after the lock, where the cash is there",
        ),
        "settle_with": Row(EXECUTOR, "the same, with the trades that raise the cash", "queue: only executor"),
    },
    "AuctionHouse": {
        "open": Row(
            EXECUTOR, "opens auctions toward the target", "auction: only executor", "when the keeper is silent"
        ),
        "bid": Row(ANYONE, "takes a part of an auction, pays with what is the caller's"),
        "report_distance": Row(ANYONE, "starts or voids the clock of the distance to target"),
        "swap": Row(("trader",), "the pool's part of a bid", "auction: only trader"),
    },
    "IndexRouter": {
        "buy_with_permit": Row(HOLDER, "the vault's `buy` with the caller's permit of USDC", "permit: allowance"),
    },
    "VaultLens": {},
}
