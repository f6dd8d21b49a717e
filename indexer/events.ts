// What is indexed of each contract: all of its events, but of the registry only what the page's log shows.
import { assetRegistryAbi } from "global-100-abi/assetRegistry";
import { auctionHouseAbi } from "global-100-abi/auctionHouse";
import { fundPolicyAbi } from "global-100-abi/fundPolicy";
import { indexStrategyAbi } from "global-100-abi/indexStrategy";
import { indexTraderAbi } from "global-100-abi/indexTrader";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { requestQueueAbi } from "global-100-abi/requestQueue";
import type { AbiEvent } from "viem";
import type { ContractName } from "./funds";

/** Two thirds of all logs: the prices' reference and the feeds' terms. */
const LEFT_OUT = new Set(["ReferenceMoved", "TermsSet"]);

function eventsOf(abi: readonly { readonly type: string }[]): AbiEvent[] {
  const events = abi.filter((entry): entry is AbiEvent => entry.type === "event");
  return events.filter(({ name }) => !LEFT_OUT.has(name));
}

export const EVENTS: Readonly<Record<ContractName, readonly AbiEvent[]>> = {
  vault: eventsOf(indexVaultAbi),
  queue: eventsOf(requestQueueAbi),
  trader: eventsOf(indexTraderAbi),
  strategy: eventsOf(indexStrategyAbi),
  house: eventsOf(auctionHouseAbi),
  policy: eventsOf(fundPolicyAbi),
  registry: eventsOf(assetRegistryAbi),
};
