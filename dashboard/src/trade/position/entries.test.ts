import { describe, expect, it } from "vitest";

import type { Hex, LogRow } from "../../fund/model";
import { basisOf } from "./basis";
import { entriesOf, type ShareTransfer } from "./entries";

const ME: Hex = "0x00000000000000000000000000000000000000aa";
const OTHER: Hex = "0x00000000000000000000000000000000000000bb";
const QUEUE: Hex = "0x00000000000000000000000000000000000000cc";
const ZERO: Hex = "0x0000000000000000000000000000000000000000";
const E18 = 10n ** 18n;
const USDC = 1_000_000n;

let index = 0;
function row(contract: LogRow["contract"], event: string, args: Record<string, unknown>, block: bigint): LogRow {
  index += 1;
  return { contract, event, args, block, time: Number(block) * 10, tx: "0x01", logIndex: index, sequence: 1n };
}

function entered(receiver: Hex, assets: bigint, shares: bigint, block: bigint): LogRow {
  return row("vault", "Entered", {
    receiver, payer: receiver, assets, shares, fee_shares: 0n, levy_bps: 100n, total_assets: 0n, supply: 0n,
  }, block);
}

const locked = (batch: bigint, assets: bigint, shares: bigint, block: bigint) =>
  row("queue", "Locked", { batch, assets, shares }, block);

function settled(batch: bigint, sides: readonly [bigint, bigint, bigint, bigint], block: bigint): LogRow {
  const [assets_filled, shares_paid, shares_filled, assets_paid] = sides;
  return row("queue", "Settled", { batch, assets_filled, shares_paid, shares_filled, assets_paid }, block);
}

const requested = (controller: Hex, batch: bigint, redemption: boolean, amount: bigint, block: bigint) =>
  row("queue", "Requested", { controller, batch, redemption, amount }, block);
const claimed = (redemption: boolean, amount: bigint, paid: bigint, block: bigint) =>
  row("queue", "Claimed", { controller: ME, redemption, receiver: ME, amount, paid }, block);

const of = (rows: LogRow[], transfers: ShareTransfer[] = []) => entriesOf(ME, rows, transfers, { queue: QUEUE });

describe("entries of one account", () => {
  it("keeps to the account, whatever the case of its address", () => {
    const entries = of([entered(OTHER, 5n * USDC, 5n * E18, 1n), entered(ME.toUpperCase().replace("X", "x") as Hex, 100n * USDC, 99n * E18, 2n)]);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ kind: "buy", usdc: -100n * USDC, shares: 99n * E18, levy: USDC });
  });

  it("reads the levy of a sale off the event", () => {
    const exit = row("vault", "Exited", {
      owner: ME, receiver: ME, assets: 98n * USDC, shares: 100n * E18, fee_shares: E18, levy_bps: 100n,
      total_assets: 1_000n * USDC, supply: 1_000n * E18,
    }, 3n);
    // 99 shares are worth 99 USDC less what the virtual share takes
    expect(of([exit])[0]).toMatchObject({ kind: "sell", shares: -100n * E18, levy: USDC });
  });

  it("takes an exit in kind apart and leaves out what was nothing", () => {
    const exit = row("vault", "ExitedInKind", {
      owner: ME, receiver: ME, shares: 10n * E18, levy_bps: 50n, supply: 0n, assets: [1n, 7n, 9n], amounts: [5n, 0n, 8n],
    }, 4n);
    expect(of([exit])[0]?.parts).toEqual([{ asset: 1, amount: 5n }, { asset: 9, amount: 8n }]);
  });

  it("counts own transfers of shares and none of the fund's", () => {
    const transfer = (from: Hex, to: Hex, value: bigint): ShareTransfer => ({ from, to, value, block: 9n, time: 90, tx: "0x02", logIndex: 1 });
    const entries = of([], [transfer(ZERO, ME, 1n), transfer(ME, QUEUE, 2n), transfer(QUEUE, ME, 3n), transfer(ME, ZERO, 4n), transfer(OTHER, ME, 5n), transfer(ME, OTHER, 6n), transfer(ME, ME, 7n)]);
    expect(entries.map((entry) => [entry.kind, entry.shares])).toEqual([["shares received", 5n], ["shares sent", -6n]]);
  });
});

describe("claims of the queue", () => {
  it("date a claim at its settlement, with the request's own part of the batch", () => {
    const entries = of([
      requested(ME, 3n, false, 100n * USDC, 1n), requested(OTHER, 3n, false, 200n * USDC, 1n),
      locked(3n, 300n * USDC, 0n, 2n), settled(3n, [300n * USDC, 270n * E18, 0n, 0n], 3n),
      claimed(false, 100n * USDC, 90n * E18, 9n),
    ]);
    expect(entries.map((entry) => entry.kind)).toEqual(["request to buy", "batch purchase"]);
    expect(entries[1]).toMatchObject({ usdc: -100n * USDC, shares: 90n * E18, batch: 3n, time: 90, pricedAt: 30 });
  });

  it("give each batch its own row when one claim collects two", () => {
    const entries = of([
      requested(ME, 1n, true, 10n * E18, 1n), locked(1n, 0n, 10n * E18, 2n), settled(1n, [0n, 0n, 10n * E18, 9n * USDC], 3n),
      requested(ME, 2n, true, 20n * E18, 4n), locked(2n, 0n, 40n * E18, 5n), settled(2n, [0n, 0n, 20n * E18, 18n * USDC], 6n),
      claimed(true, 20n * E18, 18n * USDC, 9n),
      row("queue", "Returned", { controller: ME, redemption: true, receiver: ME, amount: 10n * E18 }, 10n),
    ]);
    const trades = entries.filter((entry) => entry.kind === "batch sale");
    expect(trades.map((entry) => [entry.batch, entry.shares, entry.usdc])).toEqual([
      [1n, -10n * E18, 9n * USDC], [2n, -10n * E18, 9n * USDC],
    ]);
    expect(entries.at(-1)).toMatchObject({ kind: "taken back", shares: 10n * E18 });
  });

  it("keep a claim in parts under the newest batch, to the last unit", () => {
    const entries = of([
      requested(ME, 1n, false, 7n, 1n), locked(1n, 7n, 0n, 2n), settled(1n, [7n, 5n, 0n, 0n], 3n),
      claimed(false, 3n, 2n, 4n), claimed(false, 4n, 3n, 5n),
    ]);
    const trades = entries.filter((entry) => entry.kind === "batch purchase");
    expect(trades.map((entry) => [entry.usdc, entry.shares, entry.pricedAt])).toEqual([[-3n, 2n, 30], [-4n, 3n, 30]]);
  });

  it("take a cancellation of a locked batch out of what was locked", () => {
    const entries = of([
      requested(ME, 1n, false, 100n, 1n), requested(OTHER, 1n, false, 300n, 1n), locked(1n, 400n, 0n, 2n),
      row("queue", "Cancelled", { controller: OTHER, batch: 1n, redemption: false, amount: 300n }, 3n),
      settled(1n, [100n, 90n, 0n, 0n], 4n), claimed(false, 100n, 90n, 5n),
    ]);
    expect(entries.at(-1)).toMatchObject({ usdc: -100n, shares: 90n, pricedAt: 40 });
  });
});

describe("cost basis", () => {
  const none = () => undefined;
  const exited = (shares: bigint, assets: bigint, block: bigint) => row("vault", "Exited", {
    owner: ME, receiver: ME, assets, shares, fee_shares: 0n, levy_bps: 0n, total_assets: 0n, supply: 0n,
  }, block);

  it("is the average of what was paid", () => {
    const entries = of([entered(ME, 100n * USDC, 100n * E18, 1n), entered(ME, 300n * USDC, 100n * E18, 2n), exited(50n * E18, 150n * USDC, 3n)]);
    expect(basisOf(entries, none)).toEqual({
      shares: 150n * E18, cost: 300n * USDC, realised: 50n * USDC, proceeds: 150n * USDC, unknown: "none",
    });
  });

  it("is unknown, and not zero, for shares that came from elsewhere", () => {
    const transfers = [{ from: OTHER, to: ME, value: E18, block: 1n, time: 10, tx: "0x01" as Hex, logIndex: 1 }];
    const basis = basisOf(of([exited(E18 / 2n, USDC, 2n)], transfers), none);
    expect(basis).toMatchObject({ cost: undefined, realised: undefined, unknown: "received", shares: E18 / 2n });
  });

  it("counts an exit in kind where its value is known", () => {
    const rows = [entered(ME, 100n * USDC, 100n * E18, 1n), row("vault", "ExitedInKind", {
      owner: ME, receiver: ME, shares: 40n * E18, levy_bps: 0n, supply: 0n, assets: [1n], amounts: [5n],
    }, 2n)];
    expect(basisOf(of(rows), () => 44n * USDC)).toMatchObject({ cost: 60n * USDC, realised: 4n * USDC });
    expect(basisOf(of(rows), none)).toMatchObject({ cost: 60n * USDC, realised: undefined, unknown: "in-kind" });
  });

  it("does not count a request that waits", () => {
    const rows = [entered(ME, 100n * USDC, 100n * E18, 1n), requested(ME, 1n, true, 100n * E18, 2n)];
    expect(basisOf(of(rows), none)).toMatchObject({ shares: 100n * E18, cost: 100n * USDC });
  });
});
