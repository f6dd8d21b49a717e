import { isDeepStrictEqual } from "node:util";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { requestQueueAbi } from "global-100-abi/requestQueue";
import { type Address, createPublicClient, createTestClient, encodeFunctionData, http, type PublicClient } from "viem";
import { foundry } from "viem/chains";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bare, logsOf, rowsOf } from "./chain";
import { ORIGIN, type Stage, startStage } from "./stage";

let stage: Stage;
let client: PublicClient;

beforeAll(async () => {
  stage = await startStage();
  client = createPublicClient({ transport: http(stage.node), cacheTime: 0 });
});
afterAll(() => stage?.end());

async function ask<Answer>(path: string, vault = stage.record.vault): Promise<Answer> {
  const answer = await fetch(`${stage.indexer}31337/${vault}/${path}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Answer;
}

type Row = { readonly block: string; readonly sequence: string; readonly contract: string };
type Rows = { readonly rows: readonly Row[]; readonly next: string | null };

/** Waits until ponder has the chain's newest block of a log; compares whatever there is after 20 s. */
async function settled(): Promise<void> {
  const wanted = await rowsOf(client, stage.record, false);
  for (let left = 80; left > 0; left -= 1) {
    if (isDeepStrictEqual((await ask<Rows>("rows?all=1")).rows, wanted)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function same(): Promise<number> {
  await settled();
  const logs = await logsOf(client, stage.record);
  expect(await ask("logs")).toEqual(logs.map(bare));
  expect((await ask<Rows>("rows")).rows).toEqual(await rowsOf(client, stage.record));
  expect((await ask<Rows>("rows?all=1")).rows).toEqual(await rowsOf(client, stage.record, false));
  return logs.length;
}

/** The page's own log of that chain, by the indexer or without one. */
async function pageRows(indexer: string | null, from: bigint, to: bigint): Promise<readonly unknown[]> {
  // By a name at run time: the page has types and packages of its own.
  const place = new URL("../../dashboard/src/fund/log/source.ts", import.meta.url).pathname;
  const { sourceOf } = (await import(/* @vite-ignore */ place)) as {
    sourceOf: (...given: unknown[]) => { rows: (from: bigint, to: bigint) => Promise<readonly unknown[]> };
  };
  return sourceOf(client, stage.record, indexer).rows(from, to);
}

describe("the indexer", () => {
  test("has the chain's rows, in pages and by number", async () => {
    expect(await same()).toBeGreaterThan(200);
    const rows = [];
    for (let from: string | null = "0"; from !== null; ) {
      const page: Rows = await ask<Rows>(`rows?limit=50&from=${from}`);
      rows.push(...page.rows);
      from = page.next;
    }
    expect(rows).toEqual(await rowsOf(client, stage.record));
    const { rows: trader } = await ask<Rows>("rows?contract=trader&after=3");
    expect(trader.map(({ sequence }) => Number(sequence))).toEqual(trader.map((_, place) => place + 4));
  });

  test("keeps several funds apart, also where they share contracts", async () => {
    const second = { ...stage.record, vault: stage.record.lens };
    expect((await ask<Rows>("rows?all=1", second.vault)).rows).toEqual(await rowsOf(client, second, false));
    expect((await fetch(`${stage.indexer}31337/${stage.record.queue}/rows`)).status).toBe(404);
    expect((await fetch(`${stage.indexer}31337/${stage.record.vault}/rows?from=-1`)).status).toBe(400);
  });

  test("samples the share price from the seed on", async () => {
    type Points = { readonly points: readonly { readonly block: string; readonly sharePrice: string }[] };
    const { points } = await ask<Points>("prices");
    const blocks = points.map(({ block }) => Number(block));
    expect(blocks).toEqual(blocks.map((_, place) => blocks[0]! + place));
    const worth = await client.readContract({
      address: stage.record.vault as Address,
      abi: indexVaultAbi,
      functionName: "convertToAssets",
      args: [10n ** 24n],
      blockNumber: BigInt(points.at(-1)!.block),
    });
    // The feed of USDC stands near one dollar.
    expect(Number(points.at(-1)!.sharePrice) / 1e18).toBeCloseTo(Number(worth) / 1e12, 2);
  });

  test("lets only the page's origin read", async () => {
    const path = `${stage.indexer}31337/${stage.record.vault}/rows?limit=1`;
    const allowed = async (Origin: string) => (await fetch(path, { headers: { Origin } })).headers.get("access-control-allow-origin");
    expect(await allowed(ORIGIN)).toBe(ORIGIN);
    expect(await allowed("https://elsewhere.example")).toBeNull();
  });

  test("gives the page the rows that the chain gives it", async () => {
    const head = await client.getBlockNumber();
    const logs = `${stage.indexer}31337/${stage.record.vault}/logs`;
    const chain = await pageRows(null, 0n, head);
    expect(await pageRows(logs, 0n, head)).toEqual(chain);
    expect(await pageRows("http://127.0.0.1:9/nobody", 0n, head)).toEqual(chain);
  });

  test("takes back what a reorganisation took back, and takes up what it put there instead", async () => {
    const chain = createTestClient({ mode: "anvil", chain: foundry, transport: http(stage.node) });
    const before = await logsOf(client, stage.record);
    const head = await client.getBlockNumber();
    // With the last log's block five before it, as deep as that is.
    const depth = Number(head - BigInt(before.at(-1)!.blockNumber)) + 6;
    const lost = before.filter(({ blockNumber }) => BigInt(blockNumber) > head - BigInt(depth));
    expect(lost.length).toBeGreaterThan(0);
    await chain.request({ method: "anvil_reorg", params: [depth, []] } as never);
    expect(await same()).toBe(before.length - lost.length);
    // What anyone may do at any time.
    const [account] = (await chain.request({ method: "eth_accounts" } as never)) as readonly [Address];
    const data = encodeFunctionData({ abi: requestQueueAbi, functionName: "setOperator", args: [stage.record.lens as Address, true] });
    const sent = await chain.request({ method: "eth_sendTransaction", params: [{ from: account, to: stage.record.queue, data }] } as never);
    expect(await client.waitForTransactionReceipt({ hash: sent })).toMatchObject({ status: "success" });
    await same();
    expect((await ask<Rows>("rows?all=1")).rows.at(-1)).toMatchObject({ tx: sent, event: "OperatorSet" });
  });
});
