/** Header, tabs, status line, banners, footer and dialogs of the whole page. */
export const shell = {
  name: "Global 100",
  skip: "Skip to content",
  main: "Main",
  sections: "Sections",
  screens: {
    overview: "Overview",
    holdings: "Holdings",
    transactions: "Transactions",
    strategy: "Strategy",
    mine: "My index",
    buy: "Buy",
    sell: "Sell",
  },
} as const;
