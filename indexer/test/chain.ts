// What the chain itself says, read without ponder.
import type { Address, Hex, PublicClient } from "viem";
import { decodeEventLog, numberToHex, toEventSelector } from "viem";
import { EVENTS } from "../events";
import { CONTRACTS, type ContractName } from "../funds";
import type { Deployment } from "./stage";

export type RawLog = {
  readonly address: Address;
  readonly topics: readonly [Hex, ...Hex[]];
  readonly data: Hex;
  readonly blockNumber: Hex;
  readonly blockHash: Hex;
  readonly blockTimestamp: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: Hex;
};

function namesOf(record: Deployment): Map<string, ContractName> {
  return new Map(CONTRACTS.map((name) => [record[name === "house" ? "auctions" : name].toLowerCase(), name]));
}

function eventOf(log: RawLog, names: Map<string, ContractName>) {
  const contract = names.get(log.address.toLowerCase())!;
  return { contract, event: EVENTS[contract].find((each) => toEventSelector(each) === log.topics[0]) };
}

/** Every log that is indexed, as the node sends it. */
export async function logsOf(client: PublicClient, record: Deployment, numberedOnly = true): Promise<RawLog[]> {
  const names = namesOf(record);
  const logs = (await client.request({
    method: "eth_getLogs",
    params: [{ address: [...names.keys()] as Address[], fromBlock: numberToHex(record.block), toBlock: "latest" }],
  })) as unknown as RawLog[];
  return logs.filter((log) => {
    const { event } = eventOf(log, names);
    return event !== undefined && (!numberedOnly || event.inputs.some(({ name }) => name === "sequence"));
  });
}

/** The same as rows. */
export async function rowsOf(client: PublicClient, record: Deployment, numberedOnly = true): Promise<unknown[]> {
  const names = namesOf(record);
  return (await logsOf(client, record, numberedOnly)).map((log) => {
    const { contract, event } = eventOf(log, names);
    const args = decodeEventLog({ abi: [event!], topics: [...log.topics], data: log.data }).args ?? {};
    const row = {
      event: event!.name,
      contract,
      args,
      block: BigInt(log.blockNumber),
      time: Number(log.blockTimestamp),
      tx: log.transactionHash,
      logIndex: Number(log.logIndex),
      sequence: (args as unknown as Record<string, unknown>)["sequence"] ?? null,
    };
    return JSON.parse(JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value)));
  });
}

/** As the indexer sends a log: what the page's log does not read is left out. */
export function bare({ address, topics, data, blockNumber, blockHash, blockTimestamp, transactionHash, logIndex }: RawLog) {
  return { address, topics, data, blockNumber, blockHash, blockTimestamp, transactionHash, logIndex };
}
