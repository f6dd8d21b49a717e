import type { HeadNow } from "../chain";
import type { Fund, FundState, Log } from "./model";

/** What is the matter with the page or the fund, worst first. One line and one banner show the first that holds. */
export type Condition =
  | "other-chain"
  | "silent"
  | "behind"
  | "lens"
  | "unread"
  | "gaps"
  | "wrong-wallet"
  | "wound-down"
  | "no-price"
  | "paused"
  | "keeper"
  | "empty"
  | "rebalancing"
  | "reading"
  | "open";

export type Circumstances = {
  readonly trouble: HeadNow["trouble"];
  readonly fund: Pick<Fund, "state" | "keeperSilentSince"> | undefined;
  readonly fundError: Error | null;
  readonly log: Pick<Log, "gaps"> | undefined;
  readonly wrongWallet: boolean;
};

const STATES: Record<Exclude<FundState, "open">, Condition> = {
  "wound-down": "wound-down",
  "no-price": "no-price",
  paused: "paused",
  empty: "empty",
  rebalancing: "rebalancing",
};

export function conditionOf({ trouble, fund, fundError, log, wrongWallet }: Circumstances): Condition {
  if (trouble !== null) return trouble;
  if (fundError !== null) return fundError.name === "LensError" ? "lens" : "unread";
  if (log !== undefined && log.gaps.length > 0) return "gaps";
  if (wrongWallet) return "wrong-wallet";
  if (fund === undefined) return "reading";
  const state = fund.state === "open" ? undefined : STATES[fund.state];
  const keeper: Condition | undefined = fund.keeperSilentSince > 0 ? "keeper" : undefined;
  // A silent keeper is worse than a fund on its way, and than one that nobody has bought yet.
  if (state === "rebalancing" || state === "empty" || state === undefined) return keeper ?? state ?? "open";
  return state;
}

/** Nothing is signed on old figures, and nothing that the page could not read. */
export function mayTrade(condition: Condition): boolean {
  return !["other-chain", "silent", "behind", "wrong-wallet", "reading"].includes(condition);
}
