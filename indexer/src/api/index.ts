// What is answered, on the address that ponder serves. Its own /status, /ready and /health stand beside.
import { Hono } from "hono";
import { and, asc, eq, gt, gte, isNotNull, lte } from "ponder";
import { db } from "ponder:api";
import { entry, price } from "ponder:schema";
import { numberToHex } from "viem";
import { type Asked, readAsked } from "../../asked";
import { readConfiguration } from "../../funds";
import { paged } from "../../paging";

const { funds, origins } = readConfiguration();
const app = new Hono();

// Ponder lets every origin read. Only what the configuration names may; a program that is no page may anyway.
app.use(async (context, next) => {
  await next();
  const origin = context.req.header("origin");
  context.res.headers.delete("Access-Control-Allow-Origin");
  context.res.headers.append("Vary", "Origin");
  if (origin !== undefined && origins.includes(origin)) context.res.headers.set("Access-Control-Allow-Origin", origin);
});

/** Stored rows of a fund, a page of whole blocks. */
async function entries({ chain, vault, from, to, limit, everything, contract, after }: Asked) {
  const where = (first: bigint, last: bigint) =>
    and(
      eq(entry.chain, chain),
      eq(entry.fund, vault),
      gte(entry.block, first),
      lte(entry.block, last),
      everything ? undefined : isNotNull(entry.sequence),
      contract === undefined ? undefined : eq(entry.contract, contract),
      after === undefined ? undefined : gt(entry.sequence, after),
    );
  return paged(limit, from, to, (first, last, most) => {
    const rows = db.select().from(entry).where(where(first, last)).orderBy(asc(entry.block), asc(entry.logIndex));
    return most === undefined ? rows : rows.limit(most);
  });
}

app.get("/", (context) =>
  context.json(
    funds.map(({ name, chainId: chain, block, contracts }) => ({ name, chain, block, contracts })),
  ),
);

app.get("/:chain/:vault/:kind", async (context) => {
  const { chain, vault, kind } = context.req.param();
  const asked = readAsked(chain, vault, (name) => context.req.query(name));
  if (typeof asked === "string") return context.json({ error: asked }, 400);
  if (!funds.some(({ chainId, contracts }) => chainId === asked.chain && contracts.vault === asked.vault)) {
    return context.json({ error: "no such fund here; / lists them" }, 404);
  }
  if (kind === "rows") {
    const { rows, next } = await entries(asked);
    const shown = rows.map(({ event, contract, args, block, time, tx, logIndex, sequence }) => ({
      event, contract, args, block: block.toString(), time: Number(time), tx, logIndex, sequence: sequence?.toString() ?? null,
    }));
    return context.json({ rows: shown, next: next?.toString() ?? null });
  }
  if (kind === "logs") {
    const { rows } = await entries(asked);
    return context.json(
      rows.map(({ address, topics, data, block, blockHash, time, tx, logIndex }) => ({
        address,
        topics,
        data,
        blockNumber: numberToHex(block),
        blockHash,
        blockTimestamp: numberToHex(time),
        transactionHash: tx,
        logIndex: numberToHex(logIndex),
      })),
    );
  }
  if (kind === "prices") {
    const { from, to, limit } = asked;
    const where = (first: bigint, last: bigint) =>
      and(eq(price.chain, asked.chain), eq(price.fund, asked.vault), gte(price.block, first), lte(price.block, last));
    const { rows, next } = await paged(limit, from, to, (first, last, most) => {
      const points = db.select().from(price).where(where(first, last)).orderBy(asc(price.block));
      return most === undefined ? points : points.limit(most);
    });
    const points = rows.map(({ block, time, sharePrice, nav }) => ({
      block: block.toString(), time: Number(time), sharePrice: sharePrice.toString(), nav: nav.toString(),
    }));
    return context.json({ points, next: next?.toString() ?? null });
  }
  return context.json({ error: "ask for rows, logs or prices" }, 404);
});

export default app;
