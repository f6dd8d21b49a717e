/** An account's own transfers of shares; the log of the fund leaves out everybody's. */
import type { Deployment } from "global-100-abi/addresses";
import { decodeEventLog, erc20Abi, type Hex, numberToHex, pad, toEventSelector } from "viem";

import type { Client } from "../../chain";
import { pieces } from "../../fund";
import type { ShareTransfer } from "./entries";

const TRANSFER = toEventSelector("Transfer(address,address,uint256)");

type Raw = { readonly topics: [Hex, ...Hex[]]; readonly data: Hex; readonly blockNumber: Hex; readonly transactionHash: Hex; readonly logIndex: Hex };

export async function readTransfers(client: Client, at: Deployment, account: Hex, through: bigint): Promise<ShareTransfer[]> {
  const own = pad(account);
  const found: Raw[] = [];
  for (const topics of [[TRANSFER, own], [TRANSFER, null, own]]) {
    const ask = (from: bigint, to: bigint) =>
      client.request({
        method: "eth_getLogs",
        params: [{ address: at.vault, topics, fromBlock: numberToHex(from), toBlock: numberToHex(to) }],
      } as never) as Promise<Raw[]>;
    for await (const piece of pieces(ask, at.block, through)) {
      found.push(...piece.item);
    }
  }
  const times = new Map<Hex, number>();
  for (const { blockNumber } of found) {
    if (!times.has(blockNumber)) {
      times.set(blockNumber, Number((await client.getBlock({ blockNumber: BigInt(blockNumber) })).timestamp));
    }
  }
  return found.map(({ topics, data, blockNumber, transactionHash, logIndex }) => {
    // The vault names the arguments in its own way; ERC-20's names fit as well.
    const { args } = decodeEventLog({ abi: erc20Abi, eventName: "Transfer", topics, data });
    return {
      from: args.from, to: args.to, value: args.value, block: BigInt(blockNumber), time: times.get(blockNumber) ?? 0,
      tx: transactionHash, logIndex: Number(logIndex),
    };
  });
}
