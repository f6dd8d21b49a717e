import { createConfig } from "ponder";
import { EVENTS } from "./events";
import { CONTRACTS, type ContractName, type Fund, LOCAL_CHAIN, readConfiguration } from "./funds";

const { funds, folder } = readConfiguration();

const onChain = new Map<number, Fund[]>();
for (const fund of funds) onChain.set(fund.chainId, [...(onChain.get(fund.chainId) ?? []), fund]);

/** A value for each chain by its name. */
function byChain<Value>(value: (funds: readonly Fund[], chainId: number) => Value): Record<string, Value> {
  return Object.fromEntries([...onChain].map(([chainId, those]) => [`chain${chainId}`, value(those, chainId)]));
}

function source(contract: ContractName) {
  return {
    abi: EVENTS[contract],
    chain: byChain((those) => ({
      address: [...new Set(those.map(({ contracts }) => contracts[contract]))],
      startBlock: Math.min(...those.map(({ block }) => block)),
    })),
  };
}

/** One rhythm a chain, the quickest that a fund of it asks for. */
function priceBlocks() {
  const wanted = [...onChain].flatMap(([chainId, those]) => {
    const prices = those.flatMap((fund) => (fund.prices === null ? [] : [fund.prices]));
    if (prices.length === 0) return [];
    const interval = Math.min(...prices.map(({ every }) => every));
    return [[`chain${chainId}`, { startBlock: Math.min(...prices.map(({ from }) => from)), interval }] as const];
  });
  return wanted.length === 0 ? {} : { price: { chain: Object.fromEntries(wanted) } };
}

const url = process.env["DATABASE_URL"];

export default createConfig({
  ordering: "multichain",
  database: url ? { kind: "postgres", connectionString: url } : { kind: "pglite", directory: folder },
  chains: byChain((those, id) => ({
    id,
    rpc: [...new Set(those.flatMap(({ rpc }) => rpc))],
    disableCache: id === LOCAL_CHAIN,
  })),
  contracts: Object.fromEntries(CONTRACTS.map((name) => [name, source(name)])),
  blocks: priceBlocks(),
});
