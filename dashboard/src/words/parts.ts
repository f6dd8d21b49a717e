/** Words of the small parts that every screen uses. */
export const parts = {
  notAvailable: "n/a",
  copy: (what: string) => `Copy ${what}`,
  address: "address",
  hash: "transaction hash",
  copied: (what: string) => `Copied the ${what}`,
  copyFailed: "The browser didn't allow copying. Select the text instead.",
  explorer: (what: string) => `Open the ${what} in the explorer`,
  close: "Close",
  up: "up",
  down: "down",
  unchanged: "unchanged",
} as const;
