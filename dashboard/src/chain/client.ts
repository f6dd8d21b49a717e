import { type Chain, type Client as ViemClient, createClient, defineChain, type PublicActions, type Transport } from "viem";
import { getBalance, getBlock, getCode, readContract } from "viem/actions";
import type { PageConfig } from "./config";
import type { Seen } from "./head";
import { type Nodes, openNodes } from "./nodes";

type Used = Pick<PublicActions<Transport, Chain>, "getBalance" | "getBlock" | "getCode" | "readContract">;

/**
 * The actions that most of the page uses. viem's public client has all there are, 40 kB gzip of them; the others are
 * imported from "viem/actions" where they are used and take this client.
 */
export type Client = ViemClient<Transport, Chain, undefined, undefined, Used>;

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
  const client = createClient({ chain, transport: nodes.transport, cacheTime: 0, ccipRead: false }).extend((base) => ({
    getBalance: (args) => getBalance(base, args),
    getBlock: (args) => getBlock(base, args),
    getCode: (args) => getCode(base, args),
    readContract: (args) => readContract(base, args),
  }) as Used);
  return { chain, nodes, client: client as unknown as Client };
}

export async function readHead(client: Client): Promise<Seen> {
  const block = await client.getBlock({ blockTag: "latest" });
  return { block: block.number, time: Number(block.timestamp), hash: block.hash, baseFee: block.baseFeePerGas };
}
