import { type Chain, createPublicClient, defineChain, type PublicClient, type Transport } from "viem";
import type { PageConfig } from "./config";
import type { Seen } from "./head";
import { type Nodes, openNodes } from "./nodes";

export type Client = PublicClient<Transport, Chain>;

export type Reading = { readonly chain: Chain; readonly nodes: Nodes; readonly client: Client };

export function chainOf(config: PageConfig): Chain {
  return defineChain({
    id: config.chainId,
    name: config.name,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: config.rpc } },
  });
}

export function openReading(config: PageConfig): Reading {
  const chain = chainOf(config);
  const nodes = openNodes(config.rpc, config.chainId);
  // No cache and no polling of its own: the head's loop is the only one.
  return { chain, nodes, client: createPublicClient({ chain, transport: nodes.transport, cacheTime: 0 }) };
}

export async function readHead(client: Client): Promise<Seen> {
  const block = await client.getBlock({ blockTag: "latest" });
  return { block: block.number, time: Number(block.timestamp), hash: block.hash, baseFee: block.baseFeePerGas };
}
