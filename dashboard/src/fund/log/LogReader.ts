import type { Seen } from "../../chain/head";
import type { Gap, Log, LogRow } from "../model";
import { type LogCache, noCache } from "./cache";
import { pieces } from "./ranges";
import { type Counts, gapsOf, holesOf, merged, repaired } from "./sequences";

/** What the reader asks of a chain. */
export type LogSource = {
  /** `fromChain`: by no indexer, which knows neither the newest blocks nor what it missed. */
  readonly rows: (from: bigint, to: bigint, fromChain?: boolean) => Promise<readonly LogRow[]>;
  /** How many events each contract has logged by that block. */
  readonly counts: (block: bigint) => Promise<Counts>;
  /** The last block that cannot change; null where the node does not say. */
  readonly final: () => Promise<bigint | null>;
  /** Null where there is no such block. */
  readonly hash: (block: bigint) => Promise<string | null>;
};

/** A chain that names no final block: deeper than this, we take none back. */
const DEEP = 96n;

/**
 * The fund's log: final rows once and for all, the rest anew with each head, so that a reorganisation leaves nothing
 * behind. Each pass gives a whole log.
 */
export class LogReader {
  /** Final rows, up to and with `through`. */
  private settled: readonly LogRow[] = [];
  private through: bigint;
  private cursor: { through: bigint; hash: string } | null = null;
  private loaded = false;
  private last: readonly LogRow[] = [];
  /** Holes that asking again did not fill: one attempt each a visit. */
  private readonly given = new Set<string>();

  constructor(
    private readonly source: LogSource,
    private readonly first: bigint,
    private readonly cache: LogCache = noCache,
    /** Called while a long history is read. */
    private readonly progress: (log: Log) => void = () => undefined,
  ) {
    this.through = first - 1n;
  }

  async read(seen: Seen): Promise<Log> {
    if (!this.loaded) await this.load();
    await this.holdsStill(seen.block);
    const final = await this.finalBlock(seen.block);
    if (final > this.through) await this.settle(final, seen.block);
    const [tail, counts] = await Promise.all([this.range(this.through + 1n, seen.block), this.source.counts(seen.block)]);
    const rows = await this.mended([...this.settled, ...tail], seen.block, counts);
    this.settled = rows.filter(({ block }) => block <= this.through);
    // The same list where nothing is new: what is derived from it need not be derived again.
    if (!sameRows(this.last, rows)) this.last = rows;
    const gaps = gapsOf(holesOf(rows, this.first, seen.block, counts));
    return { rows: this.last, through: seen.block, complete: gaps.length === 0, gaps, loading: 1 };
  }

  private async mended(rows: readonly LogRow[], last: bigint, counts: Counts): Promise<readonly LogRow[]> {
    const holes = holesOf(rows, this.first, last, counts).filter((hole) => !this.given.has(keyOf(hole)));
    if (holes.length === 0) return rows;
    const found = await repaired(rows, holes, this.fromChain);
    for (const hole of holesOf(found, this.first, last, counts)) this.given.add(keyOf(hole));
    return found;
  }

  private async load(): Promise<void> {
    this.loaded = true;
    try {
      const kept = await this.cache.load();
      if (kept === null) return;
      this.settled = kept.rows;
      this.through = kept.cursor.through;
      this.cursor = kept.cursor;
    } catch {
      // Storage that fails is storage that is empty.
    }
  }

  /** What we hold as final must still be the chain's: a local chain begins anew, a cache may be of another. */
  private async holdsStill(head: bigint): Promise<void> {
    if (this.cursor === null) return;
    const { through, hash } = this.cursor;
    if (through <= head && (await this.source.hash(through)) === hash) return;
    this.settled = [];
    this.through = this.first - 1n;
    this.cursor = null;
    await this.cache.clear().catch(() => undefined);
  }

  private async finalBlock(head: bigint): Promise<bigint> {
    const final = (await this.source.final()) ?? head - DEEP;
    return final < head ? final : head;
  }

  private async settle(final: bigint, head: bigint): Promise<void> {
    const start = this.through;
    for await (const { from, to, item } of pieces(this.source.rows, this.through + 1n, final)) {
      // A node may have forgotten the state of old blocks; then the next number tells what is missing.
      const counts = await this.source.counts(to).catch(() => new Map() as Counts);
      this.settled = await this.mended([...this.settled, ...item], to, counts);
      this.through = to;
      const mine = this.settled.filter(({ block }) => block >= from);
      const hash = await this.source.hash(to);
      // With entries missing nothing is kept: another visit, or another node, may find them.
      if (hash !== null && holesOf(this.settled, this.first, to, counts).length === 0) {
        this.cursor = { through: to, hash };
        await this.cache.keep({ from, to, rows: mine }, this.cursor).catch(() => undefined);
      }
      const loading = Number(to - start) / Number(head - start);
      if (to < final) this.progress({ rows: this.settled, through: to, complete: false, gaps: [], loading });
    }
  }

  private readonly fromChain = (from: bigint, to: bigint) => this.source.rows(from, to, true);

  private async range(from: bigint, to: bigint): Promise<LogRow[]> {
    let rows: LogRow[] = [];
    for await (const { item } of pieces(this.fromChain, from, to)) rows = merged(rows, item);
    return rows;
  }
}

function keyOf({ contract, from, to }: Gap): string {
  return `${contract}:${from}:${to}`;
}

function sameRows(one: readonly LogRow[], other: readonly LogRow[]): boolean {
  return one.length === other.length && one.every((row, place) => {
    const twin = other[place]!;
    return row.block === twin.block && row.logIndex === twin.logIndex && row.tx === twin.tx && row.time === twin.time;
  });
}
