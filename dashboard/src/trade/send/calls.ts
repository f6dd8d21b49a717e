/** Every call that the page asks a wallet to send. */
import type { Deployment } from "global-100-abi/addresses";
import { indexRouterAbi } from "global-100-abi/indexRouter";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { requestQueueAbi } from "global-100-abi/requestQueue";
import { encodeFunctionData, erc20Abi, type Hex, zeroHash } from "viem";

export type Call = { readonly to: Hex; readonly data: Hex };

export type SignedPermit = { readonly v: number; readonly r: Hex; readonly s: Hex };

/** The allowance decides, so a spent or an empty signature does no harm. */
export const NO_PERMIT: SignedPermit = { v: 27, r: zeroHash, s: zeroHash };

/** Undefined for what no ERC-2612 token takes: '0x', or the longer signature of a contract wallet. */
export function permitOf(signature: Hex): SignedPermit | undefined {
  if (!/^0x[0-9a-fA-F]{130}$/.test(signature)) {
    return undefined;
  }
  const last = Number.parseInt(signature.slice(130), 16);
  // Some wallets write the parity where others write 27 and more.
  const v = last < 27 ? last + 27 : last;
  return v === 27 || v === 28 ? { v, r: signature.slice(0, 66) as Hex, s: `0x${signature.slice(66, 130)}` } : undefined;
}

export function approve(token: Hex, spender: Hex, amount: bigint): Call {
  return { to: token, data: encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [spender, amount] }) };
}

function vault(at: Deployment, data: Hex): Call {
  return { to: at.vault, data };
}

export function buy(at: Deployment, assets: bigint, least: bigint, receiver: Hex, deadline: bigint): Call {
  return vault(at, encodeFunctionData({ abi: indexVaultAbi, functionName: "buy", args: [assets, least, receiver, deadline] }));
}

export function buyWithPermit(
  at: Deployment,
  assets: bigint,
  least: bigint,
  receiver: Hex,
  deadline: bigint,
  { v, r, s }: SignedPermit,
): Call {
  const args = [assets, least, receiver, deadline, v, r, s] as const;
  return { to: at.router, data: encodeFunctionData({ abi: indexRouterAbi, functionName: "buy_with_permit", args }) };
}

export function sell(at: Deployment, shares: bigint, least: bigint, receiver: Hex, deadline: bigint): Call {
  return vault(at, encodeFunctionData({ abi: indexVaultAbi, functionName: "sell", args: [shares, least, receiver, deadline] }));
}

export function leaveInKind(at: Deployment, shares: bigint, owner: Hex): Call {
  const args = [shares, owner, owner] as const;
  return vault(at, encodeFunctionData({ abi: indexVaultAbi, functionName: "redeem_in_kind", args }));
}

export function collectClaim(at: Deployment, asset: number, receiver: Hex): Call {
  return vault(at, encodeFunctionData({ abi: indexVaultAbi, functionName: "claim", args: [BigInt(asset), receiver] }));
}

function queue(at: Deployment, data: Hex): Call {
  return { to: at.queue, data };
}

export function request(at: Deployment, redemption: boolean, amount: bigint, owner: Hex): Call {
  const functionName = redemption ? "requestRedeem" : "requestDeposit";
  return queue(at, encodeFunctionData({ abi: requestQueueAbi, functionName, args: [amount, owner, owner] }));
}

export function requestWithPermit(
  at: Deployment,
  redemption: boolean,
  amount: bigint,
  owner: Hex,
  deadline: bigint,
  { v, r, s }: SignedPermit,
): Call {
  const functionName = redemption ? "request_redeem_with_permit" : "request_deposit_with_permit";
  const args = [amount, owner, deadline, v, r, s] as const;
  return queue(at, encodeFunctionData({ abi: requestQueueAbi, functionName, args }));
}

export function cancelRequest(at: Deployment, redemption: boolean, batch: bigint, owner: Hex): Call {
  const functionName = redemption ? "cancelRedeemRequest" : "cancelDepositRequest";
  return queue(at, encodeFunctionData({ abi: requestQueueAbi, functionName, args: [batch, owner] }));
}

/** Collects what was cancelled or left over, under `batch` and every older one. */
export function takeBack(at: Deployment, redemption: boolean, batch: bigint, owner: Hex): Call {
  const functionName = redemption ? "claimCancelRedeemRequest" : "claimCancelDepositRequest";
  return queue(at, encodeFunctionData({ abi: requestQueueAbi, functionName, args: [batch, owner, owner] }));
}

/** Collects all that settled batches owe. @param amount of the requests that were settled */
export function collect(at: Deployment, redemption: boolean, amount: bigint, owner: Hex): Call {
  const functionName = redemption ? "redeem" : "deposit";
  return queue(at, encodeFunctionData({ abi: requestQueueAbi, functionName, args: [amount, owner, owner] }));
}
