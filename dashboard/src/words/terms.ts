/** What the page explains where it uses a word: term -> tooltip. */
export const terms = {
  gauge: {
    name: "Gauge",
    text: "A number from 0 to 100 made of three parts: trend, momentum and breadth. At 55 or more the fund enters the market, at 45 or less it leaves. Between the two it stays as it is.",
  },
  regime: {
    name: "Regime",
    text: "Bull: the fund holds the top 100. Bear: it holds stablecoins. The regime only changes at a weekly review, when the gauge crosses 55 on the way up or 45 on the way down.",
  },
  nav: {
    name: "NAV",
    text: "Net asset value: what everything in the fund is worth at current feed prices, divided by the number of shares.",
  },
  levy: {
    name: "Levy",
    text: "A charge that stays in the fund and goes to the holders who remain. It covers the cost of trading for you and the lag of price feeds. Capped at 2% in the contract.",
  },
  platformFee: {
    name: "Platform fee",
    text: "0.10% each way, taken in shares. It can't exceed 1%, and any rise is announced 7 days ahead.",
  },
  maxSlippage: {
    name: "Max slippage",
    text: "How far the share price may move between this preview and your transaction. If it moves further, nothing happens and you keep your USDC, less gas.",
  },
  minimumReceived: {
    name: "Minimum received",
    text: "The least you can end up with. If the contract can't deliver it, the transaction fails and your money stays where it was.",
  },
  batch: {
    name: "Batch",
    text: "Requests are collected and settled together, about once a day, at one price that nobody knows in advance. Where buyers and sellers meet, neither pays the levy.",
  },
  inKind: {
    name: "In kind",
    text: "You receive your part of every asset instead of USDC. It works even while trading is paused and needs nobody's permission.",
  },
  claim: {
    name: "Claim",
    text: "If a token can't be transferred to you right now, your part is set aside under your address. Collect it later, to any address you like.",
  },
  drift: {
    name: "Drift",
    text: "How far a holding has moved from its target, relative to the target. Holdings within 10% of their target are left alone to save trading costs.",
  },
  coverage: {
    name: "Coverage",
    text: "How much of the top 100, by weight, this chain can hold and price. What can't be held is spread over the rest.",
  },
  replay: {
    name: "Replay",
    text: "Your browser takes the published data behind a decision, runs the same rules, and compares the result with what was recorded on chain.",
  },
  dataMatches: {
    name: "Data matches",
    text: "Your browser fetched the published data behind a decision, hashed it, and found the hash, the targets and the gauge that were recorded on chain. It did not run the rules again.",
  },
  turnover: {
    name: "Turnover",
    text: "The value of everything sold and bought for a rebalance, as a part of the fund.",
  },
  slippage: {
    name: "Slippage",
    text: "How much less a trade brought than the feed price says, in hundredths of a percent. It is what trading cost the fund, pool fees included.",
  },
} as const satisfies Record<string, { name: string; text: string }>;

export type TermKey = keyof typeof terms;
