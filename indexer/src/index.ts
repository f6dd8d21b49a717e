// Every log becomes a row. Ponder takes rows back when a reorganisation takes back their block.
import { ponder } from "ponder:registry";
import { entry, price } from "ponder:schema";
import { decodeEventLog, type Hex } from "viem";
import { EVENTS } from "../events";
import { CONTRACTS, type Fund, readConfiguration } from "../funds";
import { pointAt } from "../prices";

type Row = typeof entry.$inferInsert;
type Point = typeof price.$inferInsert;

type Context = {
  readonly chain: { readonly id: number };
  readonly db: {
    readonly insert: (table: unknown) => { readonly values: (rows: Row[] | Point[]) => Promise<unknown> };
  };
};

type Block = { readonly number: bigint; readonly hash: Row["blockHash"]; readonly timestamp: bigint };

type Logged = {
  readonly block: Block;
  readonly transaction: { readonly hash: Row["tx"] };
  readonly log: {
    readonly address: Hex;
    readonly data: Hex;
    readonly logIndex: number;
    readonly topics: readonly (Hex | null)[];
  };
};

type Handler<Event> = (given: { readonly event: Event; readonly context: Context }) => Promise<void>;

// Names come from the ABIs and chains from the configuration, so ponder's types, made for names written out, know none.
const onLog = ponder.on.bind(ponder) as unknown as (name: string, handler: Handler<Logged>) => void;
const onBlock = ponder.on.bind(ponder) as unknown as (name: string, handler: Handler<{ readonly block: Block }>) => void;

const { funds } = readConfiguration();

function fundsOn(chainId: number, wanted: (fund: Fund) => boolean): readonly Fund[] {
  return funds.filter((fund) => fund.chainId === chainId && wanted(fund));
}

/** JSON has no integers of that size. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, plain(inside)]));
  }
  return value;
}

for (const contract of CONTRACTS) {
  for (const abi of EVENTS[contract]) {
    onLog(`${contract}:${abi.name}`, async ({ event, context }) => {
      const { block, log, transaction } = event;
      const topics = log.topics.filter((topic) => topic !== null);
      // Decoded as the page does it: ponder writes addresses in lower case.
      const decoded = decodeEventLog({ abi: [abi], topics: topics as [Hex, ...Hex[]], data: log.data });
      const args = (decoded.args ?? {}) as unknown as Record<string, unknown>;
      const address = log.address.toLowerCase();
      const of = fundsOn(context.chain.id, (fund) => fund.contracts[contract] === address && block.number >= BigInt(fund.block));
      const sequence = args["sequence"];
      const rows = of.map((fund): Row => ({
        chain: context.chain.id,
        fund: fund.contracts.vault,
        block: block.number,
        logIndex: log.logIndex,
        blockHash: block.hash,
        time: block.timestamp,
        tx: transaction.hash,
        address: log.address,
        topics,
        data: log.data,
        contract,
        event: abi.name,
        args: plain(args) as Record<string, unknown>,
        sequence: typeof sequence === "bigint" ? sequence : null,
      }));
      if (rows.length > 0) await context.db.insert(entry).values(rows);
    });
  }
}

if (funds.some(({ prices }) => prices !== null)) {
  onBlock("price:block", async ({ event: { block }, context }) => {
    const of = fundsOn(context.chain.id, ({ prices }) => prices !== null && block.number >= BigInt(prices.from));
    for (const fund of of) {
      const point = await pointAt(fund, block.number);
      const place = { chain: fund.chainId, fund: fund.contracts.vault, block: block.number, time: block.timestamp };
      if (point !== null) await context.db.insert(price).values([{ ...place, ...point }]);
    }
  });
}
