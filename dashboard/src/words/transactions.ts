/** Words of the log: what each event of the contracts means for a reader. Figures come in already written. */
export const transactions = {
  title: "Transactions",
  lead: "Everything the contracts have recorded, newest first. A green mark appears only after your browser has checked the published data.",
  logTitle: "The log",
  kinds: {
    label: "Kind",
    all: "All",
    rebalance: "Rebalances",
    switch: "Switches",
    flow: "Buys and sells",
    batch: "Batches and claims",
    fee: "Fees",
    rule: "Rules and keys",
  },
  find: "Filter by asset",
  findHint: "Asset, e.g. LINK",
  csv: "CSV",
  columns: { date: "Date", what: "What", trades: "Trades", turnover: "Turnover", cost: "Cost", proof: "Proof" },
  legs: {
    asset: "Asset",
    trade: "Trade",
    amount: "Amount",
    value: "Value",
    price: "Feed price",
    slippage: "Slippage",
    cost: "Cost",
    link: "Transaction",
  },
  bought: "Bought",
  sold: "Sold",
  isNew: "new",
  isExit: "exit",
  first: "First purchase",
  toTop: "Switch to the top 100",
  toStable: "Switch to stablecoins",
  rebalance: (epoch: bigint): string => `Rebalance ${epoch}`,
  cameIn: (name: string): string => `${name} in`,
  wentOut: (name: string): string => `${name} out`,
  more: (count: number): string => `${count} more`,
  session: (number: bigint, legs: number): string => `Session ${number}: ${legs} ${legs === 1 ? "trade" : "trades"}`,
  sessionOfBatch: (batch: bigint): string => `sales for batch ${batch}`,
  fills: (count: number): string => `${count} auction ${count === 1 ? "fill" : "fills"}`,
  failedLeg: (asset: string, reason: string): string =>
    `${asset}: this trade failed and was left out${reason === "" ? "" : ` (${reason})`}`,
  gaugeWas: (gauge: string): string => `Gauge ${gauge}.`,
  inForce: (stamp: string): string => `In force since ${stamp}`,
  nothingTraded: "Nothing was traded for this decision.",
  quietOne: (epoch: bigint, gauge: string, bull: boolean): string =>
    `Weekly review ${epoch}: gauge ${gauge}, ${bull ? "still in the top 100" : "still in stablecoins"}. Nothing traded.`,
  quietRun: (count: number, since: string, low: string, high: string, bull: boolean): string =>
    `${count} weekly reviews since ${since}: gauge ${low === high ? low : `between ${low} and ${high}`}, ${bull ? "still in the top 100" : "still in stablecoins"}. Nothing traded.`,
  runs: {
    FeesAccrued: (count: number, sum: string): string => `Management fee accrued ${count} times: ${sum} shares`,
    AssetListed: (count: number): string => `${count} assets listed`,
    ClaimBooked: (count: number): string => `${count} amounts set aside as claims`,
    other: (event: string, count: number): string => `${count} entries: ${event}`,
  },
  shown: (shown: string, all: string): string => `${shown} of ${all} entries shown. The CSV has all of them.`,
  allShown: (count: string): string => `${count} ${count === "1" ? "entry" : "entries"}.`,
  loading: (percent: string): string => `Reading the log: ${percent}`,
  failed: "The log could not be read to its end",
  failedWhat: (why: string): string => `${why}. What is shown is complete up to its newest entry.`,
  gap: (from: bigint, to: bigint, contract: string): string =>
    from === to ? `Entry ${from} of ${contract} is missing` : `Entries ${from} to ${to} of ${contract} are missing`,
  gapWhat:
    "The contracts number their entries, and the node did not return these. Don't rely on this log until they are there.",
  complete: (block: bigint): string => `Complete up to block ${block}: no sequence number is missing.`,
  incomplete: "Not complete.",
  fresh: (count: number): string => `${count} new ${count === 1 ? "entry" : "entries"}`,
  empty: {
    title: "Nothing here",
    text: "No entry matches this filter. The fund may never have held that asset.",
    clear: "Clear filters",
  },
  none: {
    title: "Nothing here yet",
    text: "When the fund takes its first decision or its first deposit, it appears here.",
  },
  each: (price: string): string => `${price} USDC a share`,
  levy: (percent: string): string => `levy ${percent}`,
  contracts: {
    vault: "the fund",
    queue: "the batches",
    trader: "the trader",
    strategy: "the decisions",
    house: "the auctions",
    policy: "fees and limits",
    registry: "the asset list",
  },
  waiting: (count: string): string => `until ${count}`,
} as const;

/** Sentences by event. An argument is text that is already written: an amount, a name, a date or a short address. */
export const sentences = {
  Entered: (who: string, shares: string, usdc: string) => `${who} bought ${shares} shares for ${usdc} USDC`,
  EnteredBatch: (shares: string, usdc: string) => `The batch bought ${shares} shares from the fund for ${usdc} USDC`,
  Exited: (who: string, shares: string, usdc: string) => `${who} sold ${shares} shares for ${usdc} USDC`,
  ExitedBatch: (shares: string, usdc: string) => `The batch sold ${shares} shares to the fund for ${usdc} USDC`,
  ExitedInKind: (who: string, shares: string, count: number) =>
    `${who} left in kind: ${shares} shares for ${count} ${count === 1 ? "asset" : "assets"}`,
  ClaimBooked: (who: string, amount: string) => `${amount} set aside for ${who}: the token could not be transferred`,
  ClaimPaid: (who: string, amount: string) => `${who} collected a claim of ${amount}`,
  ShortfallBooked: (name: string, before: string, after: string) =>
    `${name}: the token reports less than the books; ${before} became ${after}`,
  FeesAccrued: (shares: string) => `Management fee accrued: ${shares} shares`,
  Distributed: (manager: string, platform: string) =>
    `Fee shares paid out: ${manager} to the manager, ${platform} to the platform`,
  FeesSet: (management: string, platform: string) => `Fees set: ${management} a year, ${platform} each way`,
  FeesAnnounced: (management: string, platform: string, when: string) =>
    `Fees announced for ${when}: ${management} a year, ${platform} each way`,
  AnnouncementWithdrawn: () => "An announcement was withdrawn",
  SplitSet: (share: string) => `Split of the fee shares set: ${share} to the platform`,
  RequestedDeposit: (who: string, usdc: string, batch: string) =>
    `${who} asked to buy for ${usdc} USDC in batch ${batch}`,
  RequestedRedemption: (who: string, shares: string, batch: string) =>
    `${who} asked to sell ${shares} shares in batch ${batch}`,
  CancelledDeposit: (who: string, usdc: string, batch: string) =>
    `${who} cancelled a request to buy for ${usdc} USDC in batch ${batch}`,
  CancelledRedemption: (who: string, shares: string, batch: string) =>
    `${who} cancelled a request to sell ${shares} shares in batch ${batch}`,
  ClaimedDeposit: (who: string, shares: string, usdc: string) =>
    `${who} collected ${shares} shares for ${usdc} USDC from a batch`,
  ClaimedRedemption: (who: string, usdc: string, shares: string) =>
    `${who} collected ${usdc} USDC for ${shares} shares from a batch`,
  ReturnedDeposit: (who: string, usdc: string) => `${who} took back ${usdc} USDC from a batch`,
  ReturnedRedemption: (who: string, shares: string) => `${who} took back ${shares} shares from a batch`,
  Locked: (batch: string, usdc: string, shares: string) =>
    `Batch ${batch} locked: ${usdc} USDC to come in, ${shares} shares to leave`,
  Settled: (batch: string, netted: string, paid: string, filled: string) =>
    `Batch ${batch} settled: ${netted} USDC matched without a trade, ${filled} shares paid with ${paid} USDC`,
  Proposed: (epoch: string, regime: string, gauge: string, when: string) =>
    `Decision ${epoch} proposed: ${regime}, gauge ${gauge}. It can take effect from ${when}`,
  Activated: (epoch: string) => `Decision ${epoch} in force`,
  Vetoed: (epoch: string) => `Decision ${epoch} vetoed by the guardian or the owner`,
  Replaced: (epoch: string) => `Decision ${epoch} replaced before it took effect`,
  SafeStateForced: (epoch: string, who: string) => `${who} forced the safe state, USDC alone, as decision ${epoch}`,
  ProposerSet: (who: string) => (who === "" ? "The proposer was stopped" : `Proposer set: ${who}`),
  ExecutorSet: (who: string) => (who === "" ? "The executor was stopped" : `Executor set: ${who}`),
  GuardianSet: (who: string) => `Guardian set: ${who}`,
  OwnershipTransferStarted: (who: string) => `Ownership offered to ${who}`,
  OwnershipTransferred: (who: string) => `Owner: ${who}`,
  DelaysSet: (down: string, up: string, expiry: string) =>
    `Delays set: ${down} to cut risk, ${up} to add it, ${expiry} until a decision expires`,
  LimitsSet: (change: string, turnover: string, flips: string) =>
    `Limits of a decision set: ${change} an asset, ${turnover} turnover, ${flips} switches into the market in 90 days`,
  SilenceSet: (auctions: string, safe: string) =>
    `Silence set: auctions by anyone after ${auctions}, safe state after ${safe}`,
  BudgetSet: (session: string, week: string, derisking: string) =>
    `Loss budget set: ${session} a session, ${week} a week, ${derisking} more for leaving risk`,
  Marked: (nav: string) => `Fund valued at ${nav} as the basis of the loss budget`,
  FlowLimitSet: (least: string) => `Hourly limit set: at least ${least} USDC`,
  FlowLimitAnnounced: (least: string, when: string) => `Hourly limit announced for ${when}: at least ${least} USDC`,
  EntriesPaused: (when: string) => `Purchases paused until ${when}`,
  WoundDown: () => "The fund was wound down: no entries, no fees, no levy",
  AssetListed: (name: string, depth: string) => `${name} listed, ${depth} market`,
  AssetRetired: (name: string) => `${name} left the held list; exits in kind book it as a claim`,
  WriteOffAnnounced: (name: string, when: string) => `${name} will count for nothing from ${when}`,
  AssetWrittenOff: (name: string) => `${name} counts for nothing from now on`,
  AssetDropped: (name: string, value: string) => `${name} dropped from the held list, worth ${value}`,
  StatusSet: (name: string, status: string, until: string) =>
    `${name}: ${status}${until === "" ? "" : ` until ${until}`}`,
  RateTaken: (name: string) => `${name}: a new exchange rate was taken`,
  FeedReported: (name: string) => `${name}: its price feed was reported as dead`,
  AuctionOpened: (name: string, amount: string, buy: boolean, when: string) =>
    `Auction opened to ${buy ? "buy" : "sell"} ${amount} ${name}, until ${when}`,
  AuctionFilled: (who: string, name: string, amount: string, usdc: string, buy: boolean) =>
    buy
      ? `${who} sold ${amount} ${name} to the fund for ${usdc} USDC in an auction`
      : `${who} bought ${amount} ${name} from the fund for ${usdc} USDC in an auction`,
  DistanceReported: (distance: string) => `Distance to the targets reported: ${distance}`,
  HeldSet: (count: string) => `The held list has ${count} assets beside cash`,
  LegTraded: (name: string, buy: boolean) => `${buy ? "Bought" : "Sold"} ${name}`,
  LegFailed: (name: string) => `A trade of ${name} failed and was left out`,
  SessionClosed: (number: string) => `Session ${number} closed`,
  status: ["unlisted", "active", "sell only", "impaired"],
  depth: ["", "deep", "medium", "thin"],
  bull: "bull",
  bear: "bear",
} as const;
