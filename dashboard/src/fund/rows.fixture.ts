import type { ContractName, LogRow } from "./model";

/** Events for tests, in the order in which they are made. */
export const USD = 10n ** 18n;
export const USDC = 10n ** 6n;

const CONTRACTS: Record<string, ContractName> = {
  Proposed: "strategy", Activated: "strategy", SafeStateForced: "strategy", LegTraded: "trader", LegFailed: "trader",
  SessionClosed: "trader", Marked: "trader", AuctionFilled: "house", Settled: "queue", FeesSet: "policy",
  WoundDown: "policy", AssetListed: "registry",
};

export class Chain {
  readonly rows: LogRow[] = [];
  private block = 0n;
  time = 1_000_000;

  /** The next block, so many seconds later. */
  after(seconds: number): this {
    this.block += 1n;
    this.time += seconds;
    return this;
  }

  log(event: string, args: Record<string, unknown>): this {
    const contract = CONTRACTS[event] ?? "vault";
    const sequence = BigInt(this.rows.filter((row) => row.contract === contract).length + 1);
    this.rows.push({
      event, contract, args: { ...args, sequence }, block: this.block, time: this.time, tx: `0x${this.block.toString(16)}`,
      logIndex: this.rows.length, sequence,
    });
    return this;
  }

  /** Proposed and activated in one block. */
  decide(epoch: number, bull: boolean, gauge: number, weights: Record<number, number>): this {
    const words = [Object.entries(weights).reduce(
      (word, [asset, ppm], place) => word | ((BigInt(asset) | (BigInt(ppm) << 16n)) << (36n * BigInt(place))), 0n,
    )];
    const decision = { epoch: BigInt(epoch), bull, gauge: BigInt(gauge * 1e6), data_hash: `0x${"ab".repeat(32)}`, data_uri: "", words };
    return this.log("Proposed", decision).log("Activated", { epoch: BigInt(epoch), bull });
  }

  close(epoch: number, session: number, nav: bigint, turnover: bigint, cost: bigint, cashPrice = USD): this {
    return this.log("SessionClosed", {
      session: BigInt(session), epoch: BigInt(epoch), cash_price: cashPrice, nav_before: nav, nav_after: nav - cost, turnover, cost,
    });
  }
}
