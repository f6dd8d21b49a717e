/** Words of the holdings screen, its map and its comparison. */
type Colour = "week" | "month" | "drift" | "depth";

export const holdings = {
  title: "Holdings",
  unread: "The list of holdings can't be read right now. You can leave in kind all the same: each asset comes to you in its share.",
  lead: (what: string, worth: string) =>
    `${what}, worth ${worth}. Every balance below is in the fund's own books on chain.`,
  what: {
    none: "The fund holds nothing yet",
    stable: (count: number) => (count === 1 ? "One stablecoin" : `${count} stablecoins`),
    assets: (count: number, cash: string | null) =>
      `${count} ${count === 1 ? "asset" : "assets"}${cash === null ? "" : ` and ${cash} in USDC`}`,
  },
  without: (names: string) =>
    `Without a price that counts now: ${names}. The totals take the last good price for entries and leave it out for exits.`,
  facts: { coverage: "Coverage", largest: "Three largest", fresh: "Prices fresh", distance: "Distance to targets" },
  freshOf: (fresh: number, all: number) => `${fresh} of ${all}`,
  map: "Treemap of the holdings",
  colour: { label: "Colour", week: "1 week", month: "4 weeks", drift: "Drift", depth: "Class" },
  depths: { deep: "deep", medium: "medium", thin: "thin" },
  stableDepth: "stablecoin",
  depthOf: (depth: string) => `${depth} market`,
  unknownChange: (colour: Colour) => (colour === "drift" ? "no target" : "change not known"),
  spokenChange: (colour: Colour, text: string) =>
    colour === "drift" ? `drift ${text}` : `${text} over ${colour === "week" ? "1 week" : "4 weeks"}`,
  spoken: (name: string, weight: string, change: string, stale: boolean) =>
    `${name}: ${weight} of the fund, ${change}${stale ? ", no price that counts now" : ""}`,
  rest: {
    week: "Area is the share of the fund. Colour is the price change over 1 week. Falling: with a line along the bottom.",
    month:
      "Area is the share of the fund. Colour is the price change over 4 weeks. Falling: with a line along the bottom.",
    drift:
      "Area is the share of the fund. Colour is the drift from target. Below target: with a line along the bottom.",
    depth: "Area is the share of the fund. Shade is the depth of the market: the darker, the deeper.",
  },
  since: (source: "state" | "trades", stamp: string) =>
    source === "state"
      ? `Compared with feed prices at ${stamp}.`
      : `Compared with prices of trades around ${stamp}; what wasn't traded then isn't known.`,
  noPast: "The node has no prices of that time, so no change is shown.",
  readOut: (target: string) => `target ${target}`,
  ofTheFund: "of the fund",
  tableTitle: "All holdings",
  find: "Find an asset",
  findHint: "Find an asset",
  depth: { label: "Market depth", all: "All", deep: "Deep", medium: "Medium", thin: "Thin", stable: "Stable" },
  csv: "CSV",
  columns: {
    rank: "Rank",
    asset: "Asset",
    weight: "Weight",
    target: "Target",
    drift: "Drift",
    price: "Price",
    week: "1 week",
    month: "4 weeks",
    value: "Value",
    depth: "Depth",
    status: "Status",
    issuer: "Issuer",
    age: "Price age",
  },
  status: { active: "active", "sell-only": "sell only", impaired: "impaired" },
  statusWhy: {
    "sell-only": "May be sold and not bought.",
    impaired: "Its price doesn't count: the guardian or the owner marked it.",
  },
  more: (symbol: string) => `All figures of ${symbol}`,
  noIssuer: "No issuer is named for this asset.",
  notHeld: "not held yet",
  noTarget: "n/a: not a target",
  noPrice: "n/a: no price",
  noAnswer: "no answer",
  notKnown: "n/a",
  notKnownWhy: "The node has no price of that time.",
  claims: (amount: string) => `${amount} more is owed to claimants and not counted.`,
  empty: {
    title: "No asset matches",
    text: "Try a symbol such as LINK, or clear the filters.",
    clear: "Clear filters",
  },
  shown: (shown: number, all: number) => (shown === all ? `${all} assets` : `${shown} of ${all} assets`),
  compare: {
    title: "Compared with weeks before",
    since: "Since",
    option: (epoch: bigint, day: string) => `${day} (decision ${epoch})`,
    came: "Came in",
    left: "Left",
    moved: "Moved most",
    none: "None",
    first: "This is the first decision. There is nothing to compare it with yet.",
    note: "Targets of the decision in force against those of the decision chosen. 1 point is 1% of the fund.",
    more: (count: number) => `and ${count} more`,
  },
} as const;
