/**
 * An account's requests through locks and settlements, so that a claim, which names no batch, is known by the batches it
 * draws on and by the time their price was made.
 */
import type { Hex, LogRow } from "../../fund/model";

/** Whether an argument is this address, in any case. */
export function same(a: unknown, b: Hex): boolean {
  return typeof a === "string" && a.toLowerCase() === b.toLowerCase();
}

/** An integer argument; 0 where the event has none of that name. */
export function number(row: LogRow, field: string): bigint {
  const value = row.args[field];
  return typeof value === "bigint" ? value : 0n;
}

export type Settled = { readonly batch: bigint; readonly settledAt: number; amount: bigint; paid: bigint };

/** Follows the account's requests through locks and settlements, so that a claim is known by its batches. */
export class BatchBook {
  private readonly asked = new Map<string, bigint>();
  private readonly received = new Map<string, bigint>();
  private readonly settled: Record<"buy" | "sell", Settled[]> = { buy: [], sell: [] };

  constructor(private readonly account: Hex) {}

  read(row: LogRow): void {
    if (row.contract !== "queue") {
      return;
    }
    const side = row.args["redemption"] === true ? "sell" : "buy";
    const key = `${side} ${String(row.args["batch"])}`;
    const own = same(row.args["controller"], this.account);
    if (row.event === "Requested" && own) {
      this.asked.set(key, (this.asked.get(key) ?? 0n) + number(row, "amount"));
    } else if (row.event === "Cancelled") {
      if (own) {
        this.asked.delete(key);
      }
      // A cancellation of the locked batch takes its amount out of what was locked.
      const locked = this.received.get(key);
      if (locked !== undefined) {
        this.received.set(key, locked - number(row, "amount"));
      }
    } else if (row.event === "Locked") {
      this.received.set(`buy ${String(row.args["batch"])}`, number(row, "assets"));
      this.received.set(`sell ${String(row.args["batch"])}`, number(row, "shares"));
    } else if (row.event === "Settled") {
      this.settle("buy", row, number(row, "assets_filled"), number(row, "shares_paid"));
      this.settle("sell", row, number(row, "shares_filled"), number(row, "assets_paid"));
    }
  }

  /** As RequestQueue computes a request's part: what goes back is rounded down, and so is what is paid. */
  private settle(side: "buy" | "sell", row: LogRow, filled: bigint, paid: bigint): void {
    const key = `${side} ${String(row.args["batch"])}`;
    const asked = this.asked.get(key);
    const received = this.received.get(key) ?? 0n;
    this.asked.delete(key);
    if (asked === undefined || received === 0n) {
      return;
    }
    const back = (asked * (received - filled)) / received;
    if (asked > back) {
      this.settled[side].push({
        batch: number(row, "batch"), settledAt: row.time, amount: asked - back, paid: (asked * paid) / received,
      });
    }
  }

  /** The batches that a claim drew on. All of them at once give each its own rate; a part of them is the blend's. */
  claim(redemption: boolean, amount: bigint, paid: bigint): Settled[] {
    const side = redemption ? "sell" : "buy";
    const open = this.settled[side];
    const all = open.reduce((sum, one) => sum + one.amount, 0n);
    const owed = open.reduce((sum, one) => sum + one.paid, 0n);
    if (amount === all && paid === owed) {
      this.settled[side] = [];
      return open;
    }
    const newest = open[open.length - 1];
    if (all > amount && newest !== undefined) {
      // What remains keeps the blended rate under the newest batch.
      this.settled[side] = [{ ...newest, amount: all - amount, paid: owed - paid }];
    } else {
      this.settled[side] = [];
    }
    return [{ batch: newest?.batch ?? 0n, settledAt: newest?.settledAt ?? 0, amount, paid }];
  }
}
