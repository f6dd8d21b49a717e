/** The numbers of a preview, all of one block. Raw USDC 6, shares 18, USD 18. */
import type { Deployment } from "global-100-abi/addresses";
import { assetRegistryAbi } from "global-100-abi/assetRegistry";
import { decodeQuote } from "global-100-abi/decoders";
import { requestQueueAbi } from "global-100-abi/requestQueue";
import { vaultLensAbi } from "global-100-abi/vaultLens";
import { type ContractFunctionReturnType, erc20Abi, type Hex } from "viem";

import type { Client } from "../../chain";
import type { At } from "../../fund/model";
import { NOBODY } from "./gas";

export type Preview = ContractFunctionReturnType<typeof vaultLensAbi, "view", "preview_buy">;
export type RequestPreview = ContractFunctionReturnType<typeof vaultLensAbi, "view", "preview_request">;

/** What an account has and allows. Null where nobody is connected. */
export type Purse = {
  readonly usdc: bigint;
  readonly shares: bigint;
  readonly ether: bigint;
  /** Of USDC to the vault, the router and the queue, and of shares to the queue. */
  readonly usdcToVault: bigint;
  readonly usdcToRouter: bigint;
  readonly usdcToQueue: bigint;
  readonly sharesToQueue: bigint;
  readonly hasCode: boolean;
};

export type Quote = At & {
  readonly side: "buy" | "sell";
  readonly amount: bigint;
  readonly preview: Preview;
  readonly request: RequestPreview;
  /** Waits in the open batch: raw USDC of purchases, shares of sales. */
  readonly waiting: { readonly usdc: bigint; readonly shares: bigint };
  /** Undefined where no feed answers. */
  readonly usdcPrice: bigint | undefined;
  readonly ethPrice: bigint | undefined;
};

const USDC_ID = 1n;

export async function readQuote(
  client: Client,
  at: Deployment,
  block: At,
  side: "buy" | "sell",
  amount: bigint,
  account: Hex | null,
  wethId: number | undefined,
): Promise<Quote> {
  const blockNumber = block.block;
  const lens = { address: at.lens, abi: vaultLensAbi, blockNumber } as const;
  const args = [amount, account ?? NOBODY] as const;
  const [preview, request, waiting, usdcPrice, ethPrice] = await Promise.all([
    side === "buy"
      ? client.readContract({ ...lens, functionName: "preview_buy", args })
      : client.readContract({ ...lens, functionName: "preview_sell", args }),
    client.readContract({ ...lens, functionName: "preview_request", args: [amount, side === "sell"] }),
    client.readContract({ address: at.queue, abi: requestQueueAbi, functionName: "open_requests", blockNumber }),
    priceOf(client, at, USDC_ID, blockNumber),
    wethId === undefined ? undefined : priceOf(client, at, BigInt(wethId), blockNumber),
  ]);
  return { ...block, side, amount, preview, request, waiting: { usdc: waiting[1], shares: waiting[2] }, usdcPrice, ethPrice };
}

/** USD 18; undefined rather than 0 or 1 where it is not known. */
async function priceOf(client: Client, at: Deployment, asset: bigint, blockNumber: bigint): Promise<bigint | undefined> {
  try {
    const word = await client.readContract({
      address: at.registry, abi: assetRegistryAbi, functionName: "quote", args: [asset], blockNumber,
    });
    const { price, firm } = decodeQuote(word);
    return firm && price > 0n ? price : undefined;
  } catch {
    return undefined;
  }
}

export async function readPurse(client: Client, at: Deployment, account: Hex, blockNumber: bigint): Promise<Purse> {
  const token = (address: Hex) => ({ address, abi: erc20Abi, blockNumber }) as const;
  const allowance = (address: Hex, spender: Hex) =>
    client.readContract({ ...token(address), functionName: "allowance", args: [account, spender] });
  const balance = (address: Hex) => client.readContract({ ...token(address), functionName: "balanceOf", args: [account] });
  const [usdc, shares, ether, usdcToVault, usdcToRouter, usdcToQueue, sharesToQueue, code] = await Promise.all([
    balance(at.usdc), balance(at.vault), client.getBalance({ address: account, blockNumber }),
    allowance(at.usdc, at.vault), allowance(at.usdc, at.router), allowance(at.usdc, at.queue), allowance(at.vault, at.queue),
    client.getCode({ address: account, blockNumber }),
  ]);
  return { usdc, shares, ether, usdcToVault, usdcToRouter, usdcToQueue, sharesToQueue, hasCode: code !== undefined };
}
