import { afterEach, describe, expect, test, vi } from "vitest";
import type { LogRow } from "../model";
import type { RawLog } from "./events";
import { indexedBy } from "./indexed";

const log = (block: number, hash = `0x${block}`) => ({ blockNumber: `0x${block.toString(16)}`, blockHash: hash });
const rowsOf = async (logs: readonly RawLog[]) => logs.map(({ blockNumber }) => ({ block: BigInt(blockNumber) }) as LogRow);
const hash = async (block: bigint) => `0x${block}`;

function answering(answer: () => Promise<unknown>) {
  const fetched = vi.fn((_url: string) => answer().then((body) => ({ json: async () => body })));
  vi.stubGlobal("fetch", fetched);
  return { fetched, ask: indexedBy("http://indexer.example/1/0xa/logs", rowsOf, hash) };
}

afterEach(() => vi.unstubAllGlobals());

describe("indexedBy", () => {
  test("gives rows before its last block, from which on the chain is asked", async () => {
    const { ask, fetched } = answering(async () => [log(3), log(7), log(7)]);
    expect(await ask(1n, 9n)).toEqual({ rows: [{ block: 3n }], next: 7n });
    expect(fetched.mock.calls[0]![0]).toBe("http://indexer.example/1/0xa/logs?from=1&to=9");
  });
  test("has nothing for blocks that it has not reached", async () => {
    const { ask, fetched } = answering(async () => []);
    expect(await ask(1n, 9n)).toEqual({ rows: [], next: 1n });
    await ask(10n, 19n);
    expect(fetched).toHaveBeenCalledTimes(2);
  });
  test.each([
    ["silent", () => Promise.reject(new Error("refused"))],
    ["on another chain", async () => [log(3), log(7, "0xother")]],
    ["beside the question", async () => [log(3), log(12)]],
    ["without this fund", async () => ({ error: "no such fund here" })],
  ])("is left alone once it was %s", async (_, answer) => {
    const { ask, fetched } = answering(answer);
    expect(await ask(1n, 9n)).toEqual({ rows: [], next: 1n });
    expect(await ask(10n, 19n)).toEqual({ rows: [], next: 10n });
    expect(fetched).toHaveBeenCalledTimes(1);
  });
});
