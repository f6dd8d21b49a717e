import { NO_BREAK } from "../format/number";

/** Header, tabs, status line, banners, footer and dialogs of the whole page. */
export const shell = {
  name: "Global 100",
  home: "Global 100, overview",
  skip: "Skip to content",
  main: "Main",
  sections: "Sections",
  demonstration: "Demonstration",
  state: "State of the fund",
  screens: {
    overview: "Overview",
    holdings: "Holdings",
    transactions: "Transactions",
    strategy: "Strategy",
    mine: "My index",
    buy: "Buy",
    sell: "Sell",
  },

  theme: {
    label: (name: string) => `Theme: ${name}`,
    system: "as the system",
    light: "light",
    dark: "dark",
  },

  account: {
    connect: "Connect",
    watching: (address: string) => `Watching ${address}`,
    title: "Your wallet",
    choose: "Choose a wallet. The page sees its address and asks it to sign; it never holds your keys.",
    none: "No wallet was found in this browser. Install one, or open this page in your wallet's own browser. Reading works without.",
    connecting: "Waiting for the wallet…",
    declined: "The wallet declined. Nothing was shared.",
    failed: (reason: string) => `The wallet did not connect: ${reason}`,
    connectedTo: (wallet: string) => `Connected with ${wallet}`,
    disconnect: "Disconnect",
    watchTitle: "Or watch an address",
    watchHelp: "Shows its position without a wallet. Nothing can be signed. The address stays in this browser.",
    watchLabel: "Address",
    watch: "Watch",
    watchStop: "Stop watching",
    watchBad: "That is not an address, or a letter in it is wrong. An address has 0x and 40 characters.",
    walletConnect: "This copy of the page has no WalletConnect.",
  },

  status: {
    reading: "Reading the chain",
    open: "Open",
    openLong: ": buying and selling both work",
    rebalancing: "Rebalancing",
    rebalancingLong: (done: number) => (done === 0 ? ": trading toward new targets" : `: ${done} trades done`),
    paused: "Purchases paused",
    woundDown: "Wound down",
    noPrice: (count: number) => (count === 1 ? "A price is missing" : `${count} prices are missing`),
    empty: "No shares yet",
    silent: "Node silent",
    behind: "Node behind",
    otherChain: "Wrong network",
    lens: "Figures not available",
    gaps: "Log incomplete",
    keeper: "Keeper silent",
    decision: (epoch: bigint, since: string) => `Decision ${epoch} in force since ${since}`,
    noDecision: "No decision yet",
    prices: (fresh: number, all: number) => `${fresh} of ${all} prices fresh`,
    block: (block: bigint, age: string) => `Block ${block.toLocaleString("en-US")}, ${age} ago`,
    asOf: (time: string, block: bigint) => `As of ${time}, block ${block.toLocaleString("en-US")}`,
  },

  banner: {
    silent: {
      title: "We've lost touch with the chain",
      text: (time: string, block: bigint) =>
        `What you see is from ${time}, block ${block.toLocaleString("en-US")}. Buying and selling are off until we're up to date.`,
      none: "No node answers, so there is nothing to show yet. We keep trying.",
    },
    behind: {
      title: "The node is behind",
      text: (time: string, block: bigint) =>
        `Its newest block is ${block.toLocaleString("en-US")}, from ${time}. Buying and selling are off until it has caught up.`,
    },
    otherChain: {
      title: "The node reads another network",
      text: (name: string) => `The fund lives on ${name}. Nothing from that node is shown.`,
    },
    network: (name: string, id: number) => `chain ${id} (${name})`,
    another: "Try another node",
    wrongWallet: {
      title: "Your wallet is on another network",
      text: (name: string) => `The fund lives on ${name}. Switch there to buy or sell; reading works from anywhere.`,
      action: "Switch network",
      failed: "The wallet did not switch. Choose the network in the wallet itself.",
    },
    lens: {
      title: "The fund's figures are not available",
      text: "The contract that adds them up does not answer. Leaving in kind works: enter the number of shares by hand.",
      action: "Leave in kind",
    },
    read: {
      title: "The fund couldn't be read",
      text: (reason: string) => `The node answers, but not this: ${reason}`,
    },
    gaps: {
      title: "The log is incomplete",
      text: (count: number) =>
        `${count === 1 ? "One entry is" : `${count}${NO_BREAK}entries are`} missing in what the node sent. Figures that come from events may be wrong.`,
      action: "See which",
    },
    woundDown: {
      title: "The fund is wound down",
      text: "It takes no purchases any more, for good. Selling and leaving in kind work, without fees.",
    },
    noPrice: {
      title: (names: string) => `There is no reliable price for ${names} right now`,
      text: "Nobody can enter or leave at NAV until there is. Totals count the last good price. Leaving in kind works. We check every block.",
      all: "any asset",
    },
    paused: {
      title: (until: string) => `Purchases are paused until ${until}`,
      text: "Selling and leaving in kind work as usual. A purchase in a batch comes back to you if the pause is still on when the batch settles.",
    },
    keeper: {
      title: (span: string) => `The keeper has done nothing for ${span}`,
      text: "Anyone may now open auctions that move the fund toward its targets. You can leave in kind at any time.",
    },
    rebalancing: {
      title: "The fund is trading",
      text: "It is moving to the targets of its newest decision. Prices and limits are checked for each trade. Buying and selling work when a trade isn't running.",
    },
    empty: {
      title: "Nobody holds a share yet",
      text: "The first purchase sets the price. Everything else on this page fills up after it.",
    },
  },

  foot: {
    links: "More",
    risk: "Crypto assets are volatile. You can lose part or all of what you put in. Past results, simulated or real, say little about the next ones. Nothing here is investment advice, and Global 100 isn't offered in every country.",
    source: "Figures come from contract events and price feeds and are shown in UTC and US dollars.",
    demonstration: "In this demonstration all prices are invented.",
    licence: "Free software under the AGPL-3.0. The contracts have not been audited.",
  },

  glance: {
    title: "Strategy at a glance",
    open: "Strategy at a glance",
    lines: [
      "While the gauge is up, the fund holds the 100 largest crypto assets, weighted by market value.",
      "While it is down, the fund holds three stablecoins.",
      "Gauge and weights are reviewed every Monday. Between 45 and 55 the regime stays as it is.",
      "A decision is published with its data, waits in public, and can be vetoed before it takes effect.",
      "Every trade is held to a price feed. You can leave at any time, in USDC or in kind.",
    ],
    honest: "The gauge is built to limit falls. It has not been shown to add return.",
    all: "All rules and limits",
  },

  failure: {
    title: "This part of the page failed",
    text: (reason: string) => `The rest works. The reason, for whoever mends it: ${reason}`,
    again: "Try again",
    config: "The page could not start",
    configText: (reason: string) => `Its own settings could not be read: ${reason}`,
    loading: "Loading",
  },
} as const;
