import { assetRegistryAbi } from "global-100-abi/assetRegistry";
import type { Deployment } from "global-100-abi/addresses";
import { auctionHouseAbi } from "global-100-abi/auctionHouse";
import { fundPolicyAbi } from "global-100-abi/fundPolicy";
import { indexStrategyAbi } from "global-100-abi/indexStrategy";
import { indexTraderAbi } from "global-100-abi/indexTrader";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { requestQueueAbi } from "global-100-abi/requestQueue";
import { type AbiEvent, decodeEventLog, toEventSelector } from "viem";
import type { ContractName, Hex, LogRow } from "../model";

/** A log as a node sends it. */
export type RawLog = {
  readonly address: Hex;
  readonly topics: readonly [Hex, ...Hex[]];
  readonly data: Hex;
  readonly blockNumber: Hex;
  readonly blockHash: Hex;
  readonly blockTimestamp?: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: Hex;
};

const ABIS: Record<ContractName, readonly unknown[]> = {
  vault: indexVaultAbi,
  queue: requestQueueAbi,
  trader: indexTraderAbi,
  strategy: indexStrategyAbi,
  house: auctionHouseAbi,
  policy: fundPolicyAbi,
  registry: assetRegistryAbi,
};

/** Two thirds of all logs: the prices' reference and the feeds' terms, which no screen shows. */
const LEFT_OUT = new Set(["ReferenceMoved", "TermsSet"]);

/**
 * The contracts that are read whole. The registry is not, so its numbers have gaps that mean nothing.
 */
export const COUNTED: readonly ContractName[] = ["vault", "queue", "trader", "strategy", "house", "policy"];

function isEvent(entry: unknown): entry is AbiEvent {
  return (entry as { type?: unknown }).type === "event";
}

/** Each numbered event by its topic. What has no number repeats one that has: ERC-20, ERC-4626 and ERC-7540 ask for it. */
const EVENTS = new Map<string, AbiEvent>();
for (const [contract, abi] of Object.entries(ABIS)) {
  for (const event of abi.filter(isEvent)) {
    if (LEFT_OUT.has(event.name) || !event.inputs.some((input) => input.name === "sequence")) continue;
    EVENTS.set(`${contract}:${toEventSelector(event)}`, event);
  }
}

export const TOPICS: readonly Hex[] = [...new Set([...EVENTS.keys()].map((key) => key.split(":")[1] as Hex))];

export type Contracts = ReadonlyMap<string, ContractName>;

/** By lower-case address. */
export function contractsOf(deployment: Deployment): Contracts {
  return new Map<string, ContractName>([
    [deployment.vault.toLowerCase(), "vault"],
    [deployment.queue.toLowerCase(), "queue"],
    [deployment.trader.toLowerCase(), "trader"],
    [deployment.strategy.toLowerCase(), "strategy"],
    [deployment.auctions.toLowerCase(), "house"],
    [deployment.policy.toLowerCase(), "policy"],
    [deployment.registry.toLowerCase(), "registry"],
  ]);
}

/** Undefined for a log that is not ours, or that its event does not fit: a node's error is not the page's. */
export function rowOf(raw: RawLog, contracts: Contracts, time: number): LogRow | undefined {
  const contract = contracts.get(raw.address.toLowerCase());
  const event = contract === undefined ? undefined : EVENTS.get(`${contract}:${raw.topics[0]}`);
  if (contract === undefined || event === undefined) return undefined;
  let args: Record<string, unknown>;
  try {
    // One event an ABI: matching over all of them takes ten times as long.
    args = decodeEventLog({ abi: [event], topics: [...raw.topics], data: raw.data }).args as Record<string, unknown>;
  } catch {
    return undefined;
  }
  return {
    event: event.name,
    contract,
    args,
    block: BigInt(raw.blockNumber),
    time,
    tx: raw.transactionHash,
    logIndex: Number(raw.logIndex),
    sequence: typeof args["sequence"] === "bigint" ? args["sequence"] : null,
  };
}
