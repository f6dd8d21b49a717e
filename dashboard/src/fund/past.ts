import { assetRegistryAbi } from "global-100-abi/assetRegistry";
import type { Deployment } from "global-100-abi/addresses";
import { decodeQuote } from "global-100-abi/decoders";
import { indexVaultAbi } from "global-100-abi/indexVault";
import type { Client } from "../chain";
import { CASH, sharePriceIn } from "./join";
import type { LogRow, Point } from "./model";
import { MANY_SHARES } from "./reads";

/**
 * A week without a trade leaves no price in the events. A node with history gives the vault's own answer at the block of
 * that week's decision; one without refuses.
 */
export type Asked = { readonly block: bigint; readonly time: number };

/** A year of weeks. */
const MOST = 52;
const AT_ONCE = 10;
const DECISIONS = new Set(["Activated", "SafeStateForced"]);

/** Decisions at whose time nothing was read, the newest last. */
export function unread(rows: readonly LogRow[], points: readonly Point[]): Asked[] {
  const read = new Set(points.map(({ time }) => time));
  const [first] = points;
  return rows
    .filter(({ event, time }) => DECISIONS.has(event) && !read.has(time) && first !== undefined && time > first.time)
    .map(({ block, time }) => ({ block, time }))
    .slice(-MOST);
}

async function readAt(client: Client, deployment: Deployment, { block, time }: Asked): Promise<Point | null> {
  try {
    const vault = { address: deployment.vault, abi: indexVaultAbi, blockNumber: block } as const;
    const [worth, quote, total] = await Promise.all([
      client.readContract({ ...vault, functionName: "convertToAssets", args: [MANY_SHARES] }),
      client.readContract({
        address: deployment.registry, abi: assetRegistryAbi, functionName: "quote", args: [BigInt(CASH)], blockNumber: block,
      }),
      client.readContract({ ...vault, functionName: "totalAssets" }),
    ]);
    const { price } = decodeQuote(quote);
    return { block, time, sharePrice: sharePriceIn(worth, price), nav: (total * price) / 10n ** 6n, kind: "decision" };
  } catch {
    return null;
  }
}

/** From the newest back, until a node refuses a whole group: it remembers none that is older. */
export async function readPast(client: Client, deployment: Deployment, asked: readonly Asked[]): Promise<Point[]> {
  const points: Point[] = [];
  for (let end = asked.length; end > 0; end -= AT_ONCE) {
    const group = await Promise.all(asked.slice(Math.max(0, end - AT_ONCE), end).map((each) => readAt(client, deployment, each)));
    const found = group.filter((point) => point !== null);
    if (found.length === 0) break;
    points.push(...found);
  }
  return points;
}
