import type { Deployment } from "global-100-abi/addresses";
import { auctionHouseAbi } from "global-100-abi/auctionHouse";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { BlockNotFoundError, numberToHex } from "viem";
import type { Client } from "../../chain";
import type { ContractName, Hex, LogRow } from "../model";
import { COUNTED, contractsOf, type RawLog, rowOf, TOPICS } from "./events";
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

export function sourceOf(client: Client, deployment: Deployment): LogSource {
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

  return {
    rows: async (from, to) => {
      const logs = (await client.request({
        method: "eth_getLogs",
        params: [{ address: addresses as Hex[], topics: [[...TOPICS]], fromBlock: numberToHex(from), toBlock: numberToHex(to) }],
      })) as unknown as readonly RawLog[];
      await readTimes(logs);
      const rows: LogRow[] = [];
      for (const raw of logs) {
        const row = rowOf(raw, contracts, timeOf(raw));
        if (row !== undefined) rows.push(row);
      }
      return rows;
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
    hash: async (block) => {
      try {
        return (await client.getBlock({ blockNumber: block })).hash;
      } catch (error) {
        if (error instanceof BlockNotFoundError) return null;
        throw error;
      }
    },
  };
}
