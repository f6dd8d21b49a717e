/** Words of the checks. A chip says exactly what was checked, and nothing more. */
export const proof = {
  chips: {
    unchecked: "Not checked",
    checking: "Checking",
    match: "Data matches",
    mismatch: "Does not match",
    unavailable: "Data not available",
  },
  check: "Check now",
  again: "Check again",
  file: "Choose a file",
  fileHelp: "A copy of the snapshot from anywhere: its hash decides.",
  checkAll: "Check all",
  checkingAll: (done: number, of: number) => `Checking ${done + 1} of ${of}`,
  nothing: "no decision yet",
  noneYet: (all: number) => `0 of ${all}`,
  summary: (match: number, all: number) => `${match} of ${all} match`,
  bad: (count: number) => `${count} ${count === 1 ? "does" : "do"} not match`,
  unavailable: (count: number) => `${count} not available`,
  size: "A check downloads about 1.2 MB for each decision.",
  data: "Data",
  transaction: "Transaction",
  block: "block",
  text: {
    unchecked: "Not checked in this browser yet. The check downloads about 1.2 MB.",
    checking: "Fetching the published data and hashing it in this browser.",
    match: (bytes: string, targets: number, gauge: string) =>
      `This browser fetched ${bytes} of published data. Its hash is the one on the chain, and so are the regime, the gauge (${gauge}) and all ${targets} targets of the published record. The rules were not run again.`,
    mismatch:
      "The published data is not what was recorded on the chain. Don't rely on this decision until you know why.",
  },
  difference: {
    hash: (chain: string, here: string) => `Hash of the data: ${chain} on chain, ${here} here.`,
    "record-hash": (chain: string, here: string) => `Hash in the published record: ${chain} on chain, ${here} here.`,
    epoch: (chain: string, here: string) => `Number of the decision: ${chain} on chain, ${here} here.`,
    regime: (chain: string, here: string) => `Regime: ${chain} on chain, ${here} here.`,
    gauge: (chain: string, here: string) => `Gauge: ${chain} on chain, ${here} here.`,
    state: (chain: string, here: string) => `The log says ${chain}, the strategy contract answers ${here}.`,
    target: (name: string, chain: string, here: string) => `${name}: ${chain} on chain, ${here} here.`,
    more: (count: number) => `And ${count} more differences.`,
  },
  why: {
    "nobody-decided": "This is the safe state. Nobody decided it, so there is no data behind it.",
    "not-found": "The data behind this decision isn't where it should be published, so it isn't checked.",
    unreachable: "The data behind this decision couldn't be fetched, so it isn't checked.",
    "too-large": "What is published as the data is too large to be a snapshot, so it isn't checked.",
    unreadable: "The published record can't be read, so this decision isn't checked.",
    "no-source":
      "This page was set up without a place for published data, so nothing can be checked. Choose a file to check a snapshot.",
    failed: "The check could not be run in this browser, so this decision isn't checked.",
  },
} as const;
