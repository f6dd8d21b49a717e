/** What the page knows of the fund. USD and shares have 18 decimals, USDC 6, times are unix seconds. */

export type Hex = `0x${string}`;

/** A read at one block. `time` is the block's own time. */
export type At = { readonly block: bigint; readonly time: number };

/** An asset of /assets.json, joined with the chain by its registry id. */
export type AssetInfo = {
  readonly id: number;
  /** Cleaned: at most 32 graphemes, no direction marks, no control characters. */
  readonly symbol: string;
  readonly name: string;
  readonly token: Hex;
  readonly decimals: number;
  readonly stable: boolean;
  readonly liquidity: "deep" | "medium" | "thin";
  readonly issuer?: string;
};

export type Holding = AssetInfo & {
  readonly status: "active" | "sell-only" | "impaired";
  /** NAV counts it. What is not held may have dust in the books. */
  readonly held: boolean;
  /** Raw units in the books. */
  readonly balance: bigint;
  /** Raw units owed to claimants. */
  readonly claims: bigint;
  /** USD 18 of one whole token; the last good one where it is not firm. */
  readonly price: bigint;
  readonly firm: boolean;
  /** The oldest answer of its feeds; 0: a feed does not answer. */
  readonly updatedAt: number;
  /** USD 18. */
  readonly value: bigint;
  /** Of NAV, rounded down. */
  readonly weightPpm: number;
  /** Of NAV less the cash need. */
  readonly targetPpm: number;
  /** USD 18: value less target value. */
  readonly drift: bigint;
};

export type Target = { readonly asset: number; readonly weightPpm: number };

/** A decision of the strategy. */
type Decision = {
  readonly epoch: bigint;
  readonly bull: boolean;
  /** Some volatile asset's weight rises, or bear turns to bull. */
  readonly riskUp: boolean;
  /** Weight of all volatile assets. */
  readonly volatilePpm: number;
  /** 0..100, with 6 decimals: 55 points are 55_000_000n. */
  readonly gauge: bigint;
  readonly proposedAt: number;
  /** Earliest and latest activation. */
  readonly activatesAt: number;
  readonly expiresAt: number;
  /** keccak256 of its snapshot; zero: the safe state, which nobody decided. */
  readonly dataHash: Hex;
  /** Where its proposer published the snapshot; empty where it named no place or the log is not read yet. */
  readonly dataUri: string;
  readonly methodology: bigint;
  readonly targets: readonly Target[];
};

export type ActiveDecision = Decision & { readonly activatedAt: number };
export type PendingDecision = Decision;

/** What remains of each limit, and when each next step is possible. Times: 0 is none. */
export type Limits = {
  /** USDC that may still enter and leave at NAV this hour. */
  readonly flowIn: bigint;
  readonly flowOut: bigint;
  readonly flowResetsAt: number;
  /** 1e-8 of `lossBasis`. */
  readonly remainingLoss: bigint;
  readonly remainingLossDerisking: bigint;
  /** USD 18. */
  readonly lossBasis: bigint;
  readonly riskUpAt: number;
  readonly upwardFlipAt: number;
  readonly remainingUpwardFlips: number;
  readonly activatesAt: number;
  readonly expiresAt: number;
  readonly auctionsAt: number;
  readonly safeStateAt: number;
  readonly locksAt: number;
  readonly settlesAt: number;
  readonly settlesForAnyoneAt: number;
  readonly unpausesAt: number;
  readonly feesRiseAt: number;
};

export type Fees = {
  /** On entry and on exit, in shares. */
  readonly platformBps: number;
  /** A year, of the fund. */
  readonly managementBps: number;
  /** A rise that waits for its notice to end. */
  readonly announced?: { readonly platformBps: number; readonly managementBps: number; readonly effectiveAt: number };
};

export type FundState = "open" | "rebalancing" | "paused" | "wound-down" | "no-price" | "empty";

/** The fund at one block. */
export type Fund = At & {
  readonly epoch: bigint;
  /** USD 18. */
  readonly nav: bigint;
  readonly supply: bigint;
  /** USD 18 of one share; 0 while there are none. */
  readonly sharePrice: bigint;
  /** USDC 6; 0 where the vault cannot tell. */
  readonly totalAssets: bigint;
  /** Raw USDC in the books. */
  readonly cash: bigint;
  /** USD 18, set aside for locked redemptions. */
  readonly cashNeed: bigint;
  /** USD 18 to the targets. */
  readonly distance: bigint;
  readonly holdings: readonly Holding[];
  readonly decision: ActiveDecision;
  readonly pending: PendingDecision | null;
  readonly limits: Limits;
  readonly fees: Fees;
  readonly state: FundState;
  readonly pausedUntil: number;
  /** Since when the keeper has not acted though it should have; 0: it is not silent. */
  readonly keeperSilentSince: number;
  /** Ids of held assets without a firm price. */
  readonly unpriced: readonly number[];
};

export type ContractName = "vault" | "queue" | "trader" | "strategy" | "house" | "policy" | "registry";

/** One event of the fund's contracts. */
export type LogRow = {
  readonly event: string;
  readonly contract: ContractName;
  readonly args: Record<string, unknown>;
  readonly block: bigint;
  readonly time: number;
  readonly tx: Hex;
  readonly logIndex: number;
  /** Null for the events of ERC-20, ERC-4626 and ERC-7540, which are not counted. */
  readonly sequence: bigint | null;
};

export type Gap = { readonly contract: ContractName; readonly from: bigint; readonly to: bigint };

export type Log = {
  /** In the order of the chain. */
  readonly rows: readonly LogRow[];
  /** The block up to which they are all there. */
  readonly through: bigint;
  /** Everything up to the head was read, and no sequence number is missing. */
  readonly complete: boolean;
  readonly gaps: readonly Gap[];
  /** 0..1 of the blocks. */
  readonly loading: number;
  readonly error?: string;
};

/** A trade of a session, or an auction fill in the same terms. */
export type Leg = {
  readonly asset: number;
  readonly buy: boolean;
  /** Raw units of what the fund gave and got. */
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  /** USD 18 of one whole token, by its feed. */
  readonly price: bigint;
  /** USD 18 of what was given. */
  readonly value: bigint;
  /** USD 18: value given less value got. Negative: the trade was better than the feed. */
  readonly cost: bigint;
  readonly slippageBps: number;
  readonly time: number;
  readonly tx: Hex;
  readonly sequence: bigint;
};

export type Session = {
  readonly number: bigint;
  readonly time: number;
  readonly tx: Hex;
  readonly legs: readonly Leg[];
  readonly failed: readonly LogRow[];
  readonly navBefore: bigint;
  readonly navAfter: bigint;
  readonly turnover: bigint;
  readonly cost: bigint;
};

/** A decision in force, and everything that was traded for it. */
export type Rebalance = {
  readonly epoch: bigint;
  /** Activation. */
  readonly time: number;
  readonly bull: boolean;
  readonly gauge: bigint;
  readonly dataHash: Hex;
  readonly dataUri: string;
  readonly targets: readonly Target[];
  readonly cameIn: readonly number[];
  readonly left: readonly number[];
  readonly sessions: readonly Session[];
  /** AuctionFilled rows. */
  readonly fills: readonly LogRow[];
  /** USD 18. */
  readonly turnover: bigint;
  /** Of NAV at the first session. */
  readonly turnoverPart: number;
  /** USD 18. */
  readonly cost: bigint;
  /** The regime changed. */
  readonly switched: boolean;
};

/** A reading of the share price: of an event, or of the vault at the block of a decision, where a node remembers it. */
export type Point = {
  readonly time: number;
  readonly block: bigint;
  /** USD 18 of one share. */
  readonly sharePrice: bigint;
  /** USD 18. */
  readonly nav: bigint;
  readonly kind: "entry" | "exit" | "session" | "settlement" | "decision" | "now";
};
