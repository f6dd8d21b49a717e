import { amountOf } from "./legs";
import type { LogRow } from "./model";

/**
 * The supply of shares from events, with the management fee that is due but not minted: the vault's own sum, so that a
 * price between two entries is the one the vault would have given.
 */
const YEAR = 31_536_000n;
const BPS = 10_000n;

/** Shares that the fee of `elapsed` seconds would mint: lib/vault/share_price. */
export function feeShares(supply: bigint, managementBps: bigint, elapsed: bigint): bigint {
  const whole = BPS * YEAR;
  const wanted = managementBps * elapsed;
  const part = wanted < whole / 2n ? wanted : whole / 2n;
  return (supply * part) / (whole - part);
}

export class Supply {
  private minted = 0n;
  private managementBps = 0n;
  private accruedAt = 0;

  /** Before the row's own change: what the row reports. */
  read(row: LogRow): void {
    switch (row.event) {
      case "FeesSet":
        this.managementBps = amountOf(row, "management_bps");
        break;
      case "WoundDown":
        this.managementBps = 0n;
        break;
      case "FeesAccrued":
        this.accrue(row, amountOf(row, "supply"));
        break;
      case "Entered":
        this.accrue(row, amountOf(row, "supply") + amountOf(row, "shares") + amountOf(row, "fee_shares"));
        break;
      case "Exited":
        this.accrue(row, amountOf(row, "supply") - amountOf(row, "shares") + amountOf(row, "fee_shares"));
        break;
      case "ExitedInKind":
        this.accrue(row, amountOf(row, "supply") - amountOf(row, "shares"));
        break;
      default:
    }
  }

  at(time: number): bigint {
    return this.minted + feeShares(this.minted, this.managementBps, BigInt(Math.max(0, time - this.accruedAt)));
  }

  private accrue(row: LogRow, supply: bigint): void {
    this.minted = supply;
    this.accruedAt = row.time;
  }
}
