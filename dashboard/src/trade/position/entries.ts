/**
 * What one account did with the fund, from the events of the chain alone: also what was not done with this page. Shares
 * have 18 decimals, USDC 6, amounts of assets are raw.
 */
import type { Hex, LogRow } from "../../fund/model";
import { BatchBook, number, same } from "./batch-book";

export type EntryKind =
  | "buy" | "sell" | "exit in kind" | "request to buy" | "request to sell" | "cancelled" | "taken back"
  | "batch purchase" | "batch sale" | "claim booked" | "claim collected" | "shares received" | "shares sent";

/** The kinds that change what the account owns. The others move what is owned already to and fro. */
export const TRADES: ReadonlySet<EntryKind> = new Set<EntryKind>([
  "buy", "sell", "exit in kind", "batch purchase", "batch sale", "shares received", "shares sent",
]);

export type Part = { readonly asset: number; readonly amount: bigint };

export type Entry = {
  readonly kind: EntryKind;
  readonly time: number;
  readonly block: bigint;
  readonly tx: Hex;
  readonly logIndex: number;
  /** What came (positive) and what was given. A request only names what it asks for; see `TRADES`. */
  readonly shares: bigint;
  readonly usdc: bigint;
  /** Assets that came with it. */
  readonly parts: readonly Part[];
  readonly feeShares: bigint;
  readonly levyBps: number | undefined;
  /** Raw USDC that stayed in the fund; known where the levy is the account's own. */
  readonly levy: bigint | undefined;
  readonly counterpart: Hex | undefined;
  readonly batch: bigint | undefined;
  /** When its price was made, where that is not `time`. */
  readonly pricedAt: number;
};

/** A transfer of shares, which the fund's log leaves out unless it is the account's own. */
export type ShareTransfer = {
  readonly from: Hex;
  readonly to: Hex;
  readonly value: bigint;
  readonly block: bigint;
  readonly time: number;
  readonly tx: Hex;
  readonly logIndex: number;
};

const ZERO = "0x0000000000000000000000000000000000000000";
const BPS = 10_000n;

function base(row: LogRow, kind: EntryKind): Entry {
  return {
    kind, time: row.time, block: row.block, tx: row.tx, logIndex: row.logIndex, shares: 0n, usdc: 0n, parts: [],
    feeShares: 0n, levyBps: undefined, levy: undefined, counterpart: undefined, batch: undefined, pricedAt: row.time,
  };
}

/** The part of raw USDC that an entry leaves in the fund, as the lens computes it. */
function entryLevy(assets: bigint, levyBps: bigint): bigint {
  return assets - (assets * (BPS - levyBps)) / BPS;
}

/** USDC 6 at NAV of shares that an exit sold after its fee, less what was paid: the levy of an exit. */
function exitLevy(row: LogRow): bigint {
  const burned = number(row, "shares") - number(row, "fee_shares");
  const supply = number(row, "supply") + 10n ** 12n;
  return (burned * (number(row, "total_assets") + 1n)) / supply - number(row, "assets");
}

/**
 * @param rows of the fund's log, in the order of the chain
 * @param transfers of shares from and to the account; those the fund's own contracts made are left out here
 */
export function entriesOf(
  account: Hex,
  rows: readonly LogRow[],
  transfers: readonly ShareTransfer[],
  contracts: { readonly queue: Hex },
): Entry[] {
  const batches = new BatchBook(account);
  const entries: Entry[] = [];
  for (const row of rows) {
    batches.read(row);
    const entry = entryOf(row, account, batches);
    if (entry !== undefined) {
      entries.push(...entry);
    }
  }
  for (const transfer of transfers) {
    if ([transfer.from, transfer.to].some((side) => same(side, ZERO) || same(side, contracts.queue))) {
      continue;
    }
    if (same(transfer.from, transfer.to)) {
      continue;
    }
    const out = same(transfer.from, account);
    entries.push({
      ...base({ ...transfer, event: "Transfer", contract: "vault", args: {}, sequence: null }, out ? "shares sent" : "shares received"),
      shares: out ? -transfer.value : transfer.value,
      counterpart: out ? transfer.to : transfer.from,
    });
  }
  return entries.sort((a, b) => (a.block === b.block ? a.logIndex - b.logIndex : a.block < b.block ? -1 : 1));
}

function entryOf(row: LogRow, account: Hex, batches: BatchBook): Entry[] | undefined {
  if (row.contract === "vault") {
    const entry = vaultEntry(row, account);
    return entry === undefined ? undefined : [entry];
  }
  if (row.contract === "queue" && same(row.args["controller"], account)) {
    return queueEntries(row, batches);
  }
  return undefined;
}

function vaultEntry(row: LogRow, account: Hex): Entry | undefined {
  if (row.event === "Entered" && same(row.args["receiver"], account)) {
    const levyBps = number(row, "levy_bps");
    return {
      ...base(row, "buy"),
      shares: number(row, "shares"),
      usdc: -number(row, "assets"),
      feeShares: number(row, "fee_shares"),
      levyBps: Number(levyBps),
      levy: entryLevy(number(row, "assets"), levyBps),
      counterpart: row.args["payer"] as Hex,
    };
  }
  if (row.event === "Exited" && same(row.args["owner"], account)) {
    return {
      ...base(row, "sell"),
      shares: -number(row, "shares"),
      usdc: number(row, "assets"),
      feeShares: number(row, "fee_shares"),
      levyBps: Number(number(row, "levy_bps")),
      levy: exitLevy(row),
      counterpart: row.args["receiver"] as Hex,
    };
  }
  if (row.event === "ExitedInKind" && same(row.args["owner"], account)) {
    const amounts = row.args["amounts"] as readonly bigint[];
    const ids = row.args["assets"] as readonly bigint[];
    return {
      ...base(row, "exit in kind"),
      shares: -number(row, "shares"),
      parts: ids.map((id, place) => ({ asset: Number(id), amount: amounts[place] ?? 0n })).filter((part) => part.amount > 0n),
      levyBps: Number(number(row, "levy_bps")),
      counterpart: row.args["receiver"] as Hex,
    };
  }
  if ((row.event === "ClaimBooked" || row.event === "ClaimPaid") && same(row.args["account"], account)) {
    const part = { asset: Number(number(row, "asset")), amount: number(row, "amount") };
    return { ...base(row, row.event === "ClaimBooked" ? "claim booked" : "claim collected"), parts: [part] };
  }
  return undefined;
}

function queueEntries(row: LogRow, batches: BatchBook): Entry[] | undefined {
  const redemption = row.args["redemption"] === true;
  const amount = number(row, "amount");
  const asked = redemption ? { shares: -amount } : { usdc: -amount };
  const back = redemption ? { shares: amount } : { usdc: amount };
  if (row.event === "Requested") {
    return [{ ...base(row, redemption ? "request to sell" : "request to buy"), ...asked, batch: number(row, "batch") }];
  }
  if (row.event === "Cancelled") {
    return [{ ...base(row, "cancelled"), ...back, batch: number(row, "batch") }];
  }
  if (row.event === "Returned") {
    return [{ ...base(row, "taken back"), ...back, counterpart: row.args["receiver"] as Hex }];
  }
  if (row.event === "Claimed") {
    return batches.claim(redemption, amount, number(row, "paid")).map((part) => ({
      ...base(row, redemption ? "batch sale" : "batch purchase"),
      shares: redemption ? -part.amount : part.paid,
      usdc: redemption ? part.paid : -part.amount,
      batch: part.batch,
      pricedAt: part.settledAt === 0 ? row.time : part.settledAt,
      counterpart: row.args["receiver"] as Hex,
    }));
  }
  return undefined;
}
