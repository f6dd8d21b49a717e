import { describe, expect, test } from "vitest";
import type { Seen } from "../../chain/head";
import type { ContractName, LogRow } from "../model";
import type { Chunk, Cursor, LogCache } from "./cache";
import { LogReader, type LogSource } from "./LogReader";
import { isRefusal, pieces } from "./ranges";
import { gapsOf, holesOf, merged } from "./sequences";

const row = (block: number, sequence: number, contract: ContractName = "vault", logIndex = sequence): LogRow => ({
  event: "Entered", contract, args: {}, block: BigInt(block), time: 1000 + block, tx: `0x${block}`, logIndex,
  sequence: BigInt(sequence),
});

const seen = (block: number): Seen => ({ block: BigInt(block), time: 1000 + block, hash: `0x${block}`, baseFee: null });

class Refused extends Error {
  readonly code = -32602;
}

/** A chain of `rows`, read by a node with faults. */
class Fake implements LogSource {
  rowsOfChain: LogRow[];
  asked: [bigint, bigint][] = [];
  finalBlock: bigint | null;
  salt = "";
  fault: (from: bigint, to: bigint, rows: readonly LogRow[]) => readonly LogRow[] = (_, __, rows) => rows;
  constructor(rows: LogRow[], final: number | null) {
    this.rowsOfChain = rows;
    this.finalBlock = final === null ? null : BigInt(final);
  }
  rows = async (from: bigint, to: bigint) => {
    this.asked.push([from, to]);
    return this.fault(from, to, this.rowsOfChain.filter(({ block }) => block >= from && block <= to));
  };
  counts = async (block: bigint) => {
    const counts = new Map<ContractName, bigint>();
    for (const each of this.rowsOfChain) {
      if (each.block <= block) counts.set(each.contract, each.sequence!);
    }
    return counts;
  };
  final = async () => this.finalBlock;
  hash = async (block: bigint) => `hash ${block}${this.salt}`;
}

class Memory implements LogCache {
  chunks: Chunk[] = [];
  cursor: Cursor | null = null;
  load = async () => (this.cursor === null ? null : { cursor: this.cursor, rows: this.chunks.flatMap(({ rows }) => rows) });
  keep = async (chunk: Chunk, cursor: Cursor) => {
    this.chunks.push(chunk);
    this.cursor = cursor;
  };
  clear = async () => {
    this.chunks = [];
    this.cursor = null;
  };
}

const hundred = () => Array.from({ length: 100 }, (_, place) => row(place + 1, place + 1));

describe("pieces", () => {
  test("they shrink when refused and grow again", async () => {
    const sizes: bigint[] = [];
    const ask = async (from: bigint, to: bigint) => {
      if (to - from + 1n > 1000n) throw new Refused("range too large");
      sizes.push(to - from + 1n);
      return null;
    };
    let next = 1n;
    for await (const { from, to } of pieces(ask, 1n, 5000n)) {
      expect(from).toBe(next);
      next = to + 1n;
    }
    expect(next).toBe(5001n);
    expect(Math.max(...sizes.map(Number))).toBeLessThanOrEqual(1000);
  });
  test("one block that is refused, and a node that is away, are errors", async () => {
    const drain = async (error: Error) => {
      for await (const _ of pieces(async () => Promise.reject(error), 1n, 10n)) void _;
    };
    await expect(drain(new Refused("no"))).rejects.toThrow("no");
    await expect(drain(new TypeError("failed to fetch"))).rejects.toThrow("failed to fetch");
    expect(isRefusal(Object.assign(new Error("x"), { status: 413 }))).toBe(true);
    expect(isRefusal(Object.assign(new Error("x"), { status: 429 }))).toBe(false);
  });
});

describe("sequence numbers", () => {
  test("a missing number, a late start and a short end are holes of their contract", () => {
    const rows = [row(2, 2), row(3, 3), row(5, 6), row(6, 1, "queue")];
    const holes = holesOf(rows, 1n, 9n, new Map([["vault", 7n], ["queue", 1n], ["trader", 1n]] as const));
    expect(gapsOf(holes)).toEqual([
      { contract: "vault", from: 1n, to: 1n },
      { contract: "vault", from: 4n, to: 5n },
      { contract: "vault", from: 7n, to: 7n },
      { contract: "trader", from: 1n, to: 1n },
    ]);
    expect(holes[1]).toMatchObject({ fromBlock: 3n, toBlock: 5n });
  });
  test("the registry is not counted", () => {
    expect(holesOf([row(1, 50, "registry")], 1n, 9n, new Map())).toEqual([]);
  });
  test("merged rows are in order and each once", () => {
    expect(merged([row(2, 2), row(4, 4)], [row(2, 2), row(3, 3)]).map((each) => Number(each.sequence))).toEqual([2, 3, 4]);
  });
});

describe("LogReader", () => {
  test("final rows are kept, and only they; the next visit asks for the rest alone", async () => {
    const fake = new Fake(hundred(), 60);
    const cache = new Memory();
    const log = await new LogReader(fake, 1n, cache).read(seen(100));
    expect(log).toMatchObject({ complete: true, through: 100n, gaps: [], loading: 1 });
    expect(log.rows).toHaveLength(100);
    expect(cache.cursor).toEqual({ through: 60n, hash: "hash 60" });
    expect(cache.chunks.flatMap(({ rows }) => rows)).toHaveLength(60);
    fake.asked = [];
    const again = await new LogReader(fake, 1n, cache).read(seen(100));
    expect(again.rows).toEqual(log.rows);
    expect(fake.asked).toEqual([[61n, 100n]]);
  });
  test("a reorganisation of the tail leaves nothing behind", async () => {
    const fake = new Fake(hundred(), 60);
    const reader = new LogReader(fake, 1n, new Memory());
    await reader.read(seen(100));
    fake.rowsOfChain = [...hundred().slice(0, 90), row(95, 91)];
    const log = await reader.read({ ...seen(101), hash: "0xother" });
    expect(log.rows).toHaveLength(91);
    expect(log.rows.at(-1)).toMatchObject({ block: 95n, sequence: 91n });
    expect(log.complete).toBe(true);
  });
  test("another chain at the same address: what was kept is dropped", async () => {
    const cache = new Memory();
    const fake = new Fake(hundred(), 60);
    await new LogReader(fake, 1n, cache).read(seen(100));
    const other = new Fake([row(7, 1)], 60);
    other.salt = " of another chain";
    const log = await new LogReader(other, 1n, cache).read(seen(80));
    expect(log.rows).toHaveLength(1);
    expect(cache.cursor?.hash).toBe("hash 60 of another chain");
  });
  test("a node that cuts long answers short still gives all rows", async () => {
    const fake = new Fake(hundred(), 60);
    fake.fault = (_, __, rows) => rows.slice(0, 10);
    const log = await new LogReader(fake, 1n, new Memory()).read(seen(100));
    expect(log.rows).toHaveLength(100);
    expect(log.complete).toBe(true);
  });
  test("an entry that no node gives is named, asked for once, and nothing after it is kept", async () => {
    const fake = new Fake(hundred(), 60);
    const cache = new Memory();
    fake.fault = (_, __, rows) => rows.filter(({ sequence }) => sequence !== 42n);
    const reader = new LogReader(fake, 1n, cache);
    const log = await reader.read(seen(100));
    expect(log).toMatchObject({ complete: false, gaps: [{ contract: "vault", from: 42n, to: 42n }] });
    expect(cache.cursor).toBeNull();
    fake.asked = [];
    const again = await reader.read(seen(101));
    expect(again.gaps).toHaveLength(1);
    expect(fake.asked).toEqual([[61n, 101n]]);
  });
  test("the same list where nothing is new", async () => {
    const reader = new LogReader(new Fake(hundred(), 60), 1n);
    const first = await reader.read(seen(100));
    expect((await reader.read(seen(101))).rows).toBe(first.rows);
  });
  test("a chain that names no final block keeps what is deep", async () => {
    const cache = new Memory();
    await new LogReader(new Fake(hundred(), null), 1n, cache).read(seen(150));
    expect(cache.cursor?.through).toBe(54n);
  });
  test("storage that fails costs nothing but the reading", async () => {
    const broken: LogCache = {
      load: async () => Promise.reject(new Error("closed")),
      keep: async () => Promise.reject(new Error("full")),
      clear: async () => Promise.reject(new Error("closed")),
    };
    expect((await new LogReader(new Fake(hundred(), 60), 1n, broken).read(seen(100))).rows).toHaveLength(100);
  });
});
