/** The fund's holdings and its log as files: raw integers beside decimals, ISO times. */
import type { AssetInfo, Fund, LogRow } from "../fund/model";
import { csv, isoTime, plain, type Cell } from "./cells";

export const HOLDINGS_HEADER = [
  "block", "time", "id", "symbol", "name", "token", "issuer", "class", "status", "balance raw", "balance", "claims raw",
  "price USD", "price firm", "price time", "value USD", "weight ppm", "target ppm", "drift USD",
] as const;

export function holdingsCsv(fund: Fund): string {
  const rows = fund.holdings.map((one): Cell[] => [
    fund.block, isoTime(fund.time), one.id, one.symbol, one.name, one.token, one.issuer,
    one.stable ? "stable" : one.liquidity, one.status, one.balance, plain(one.balance, one.decimals), one.claims,
    plain(one.price, 18), one.firm ? "yes" : "no", one.updatedAt === 0 ? undefined : isoTime(one.updatedAt),
    plain(one.value, 18), one.weightPpm, one.targetPpm, plain(one.drift, 18),
  ]);
  return csv(HOLDINGS_HEADER, rows);
}

export const LOG_HEADER = ["time", "block", "tx", "log index", "contract", "sequence", "event", "asset", "fields"] as const;

/** Every field of an event as its name and raw value; lists are joined by spaces. */
export function logCsv(rows: readonly LogRow[], assets: readonly AssetInfo[]): string {
  const symbols = new Map(assets.map((asset) => [asset.id, asset.symbol]));
  return csv(
    LOG_HEADER,
    rows.map((row): Cell[] => [
      isoTime(row.time), row.block, row.tx, row.logIndex, row.contract, row.sequence ?? undefined, row.event,
      symbolOf(row.args["asset"], symbols),
      Object.entries(row.args).filter(([name]) => name !== "sequence").map(([name, value]) => `${name}=${raw(value)}`).join("; "),
    ]),
  );
}

function symbolOf(asset: unknown, symbols: ReadonlyMap<number, string>): string | undefined {
  return typeof asset === "bigint" || typeof asset === "number" ? symbols.get(Number(asset)) ?? String(asset) : undefined;
}

function raw(value: unknown): string {
  return Array.isArray(value) ? value.map(raw).join(" ") : String(value);
}
