import type { Deployment } from "global-100-abi/addresses";
import { auctionHouseAbi } from "global-100-abi/auctionHouse";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { BlockNotFoundError, numberToHex } from "viem";
import type { Client } from "../../chain";
import type { ContractName, Hex, LogRow } from "../model";
import { COUNTED, contractsOf, type RawLog, rowOf, TOPICS } from "./events";
import { type Indexed, indexedBy } from "./indexed";
import type { LogSource } from "./LogReader";

const AT_ONCE = 40;

function addressOf(contract: ContractName, deployment: Deployment): Hex {
  return contract === "house" ? deployment.auctions : deployment[contract];
}

/** How many events the contract has logged. The vault keeps its count in a word with others. */
async function countOf(client: Client, deployment: Deployment, contract: ContractName, blockNumber: bigint): Promise<bigint> {
  if (contract === "vault") {
    const state = await client.readContract({ address: deployment.vault, abi: indexVaultAbi, functionName: "fund", blockNumber });
    return state.sequence;
  }
  const address = addressOf(contract, deployment);
  // The function is the same in all of them.
  return client.readContract({ address, abi: auctionHouseAbi, functionName: "sequence", blockNumber });
}

/** `indexer`: where one answers this fund's logs; null without one. */
export function sourceOf(client: Client, deployment: Deployment, indexer: string | null = null): LogSource {
  const contracts = contractsOf(deployment);
  const addresses = [...contracts.keys()];
  const times = new Map<string, number>();

  /** Most nodes send the time with the log; for the others each block is asked once, many at a time. */
  const readTimes = async (logs: readonly RawLog[]): Promise<void> => {
    const asked = new Set(logs.filter((raw) => raw.blockTimestamp === undefined && !times.has(raw.blockHash)).map((raw) => raw.blockHash));
    const hashes = [...asked];
    for (let start = 0; start < hashes.length; start += AT_ONCE) {
      const blocks = hashes.slice(start, start + AT_ONCE).map((blockHash) => client.getBlock({ blockHash }));
      for (const block of await Promise.all(blocks)) times.set(block.hash, Number(block.timestamp));
    }
  };
  const timeOf = (raw: RawLog): number => Number(raw.blockTimestamp ?? times.get(raw.blockHash));

  const rowsOf = async (logs: readonly RawLog[]): Promise<LogRow[]> => {
    await readTimes(logs);
    return logs.flatMap((raw) => rowOf(raw, contracts, timeOf(raw)) ?? []);
  };
  const hash = async (block: bigint): Promise<string | null> => {
    try {
      return (await client.getBlock({ blockNumber: block })).hash;
    } catch (error) {
      if (error instanceof BlockNotFoundError) return null;
      throw error;
    }
  };
  const ask = indexer === null ? null : indexedBy(indexer, rowsOf, hash);

  return {
    rows: async (from, to, fromChain) => {
      const told: Indexed = fromChain || ask === null ? { rows: [], next: from } : await ask(from, to);
      const logs = (await client.request({
        method: "eth_getLogs",
        params: [{ address: addresses as Hex[], topics: [[...TOPICS]], fromBlock: numberToHex(told.next), toBlock: numberToHex(to) }],
      })) as unknown as readonly RawLog[];
      return [...told.rows, ...(await rowsOf(logs))];
    },
    counts: async (block) => {
      const read = COUNTED.map(async (contract) => [contract, await countOf(client, deployment, contract, block)] as const);
      return new Map(await Promise.all(read));
    },
    final: async () => {
      try {
        return (await client.getBlock({ blockTag: "finalized" })).number;
      } catch {
        return null;
      }
    },
    hash,
  };
}
