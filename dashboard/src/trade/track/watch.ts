/** Looks after open transactions at every block, and every few seconds where none come. */
import { indexVaultAbi } from "global-100-abi/indexVault";
import { type Client, decodeEventLog, type Hex, type TransactionReceipt } from "viem";
import { call, getBlock, getBlockNumber, getTransaction, getTransactionCount, getTransactionReceipt } from "viem/actions";

import { refusalOf } from "../send/refusal";
import { observed, type Observation, type Sent } from "./sent";

type Flows = Extract<(typeof indexVaultAbi)[number], { type: "event"; name: "Entered" | "Exited" }>;
const FLOWS = indexVaultAbi.filter((one): one is Flows => one.type === "event" && (one.name === "Entered" || one.name === "Exited"));

/** Blocks back in which the transaction that took a place is looked for. */
const SEARCH = 60;

/** Undefined where a look finds nothing: an error of the node is not a state of the transaction. */
export async function lookAt(client: Client, sent: Sent, at: number): Promise<Sent | undefined> {
  if (sent.hash === null) {
    return undefined;
  }
  const { hash } = sent;
  try {
    const receipt = await orUndefined(getTransactionReceipt(client, { hash }), "TransactionReceiptNotFoundError");
    const head = Number(await getBlockNumber(client, { cacheTime: 0 }));
    if (receipt !== undefined) {
      return observed(sent, { head, at, known: true, nonce: sent.nonce, receipt: await outcome(client, sent, receipt) });
    }
    const [transaction, nonce] = await Promise.all([
      orUndefined(getTransaction(client, { hash }), "TransactionNotFoundError"),
      getTransactionCount(client, { address: sent.account, blockTag: "latest" }),
    ]);
    const look: Observation = { head, at, known: transaction !== undefined, nonce };
    if (sent.nonce >= nonce) {
      return observed(sent, look);
    }
    // The block that used the number may be newer than the head of a moment ago.
    const instead = await searchInstead(client, sent, Number(await getBlockNumber(client, { cacheTime: 0 })));
    // The receipt may have come between the two questions.
    const late = await orUndefined(getTransactionReceipt(client, { hash }), "TransactionReceiptNotFoundError");
    if (late !== undefined) {
      return observed(sent, { ...look, receipt: await outcome(client, sent, late) });
    }
    return observed(sent, instead === undefined ? look : { ...look, instead });
  } catch {
    return undefined;
  }
}

async function orUndefined<Result>(asked: Promise<Result>, name: string): Promise<Result | undefined> {
  try {
    return await asked;
  } catch (error) {
    if ((error as Error).name === name) {
      return undefined;
    }
    throw error;
  }
}

async function outcome(client: Client, sent: Sent, receipt: TransactionReceipt): Promise<NonNullable<Observation["receipt"]>> {
  const found = {
    ok: receipt.status === "success",
    block: Number(receipt.blockNumber),
    cost: receipt.gasUsed * receipt.effectiveGasPrice,
  };
  if (found.ok) {
    const got = gotOf(receipt);
    return got === undefined ? found : { ...found, got };
  }
  // What it reverted with is not kept by the chain. The same call says it on the state before its block, mostly, and at
  // the block's own time where it came too late.
  for (const blockNumber of [receipt.blockNumber - 1n, receipt.blockNumber]) {
    try {
      await call(client, { account: sent.account, to: sent.to, data: sent.data, blockNumber });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.kind === "reverted") {
        return { ...found, reason: refusal.reason };
      }
    }
  }
  return found;
}

/** What the vault's event says that came of it: shares of an entry, raw USDC of an exit. */
function gotOf(receipt: TransactionReceipt): bigint | undefined {
  for (const { data, topics } of receipt.logs) {
    try {
      const event = decodeEventLog({ abi: FLOWS, data, topics });
      return event.eventName === "Entered" ? event.args.shares : event.args.assets;
    } catch {
      // Not an entry and not an exit.
    }
  }
  return undefined;
}

async function searchInstead(client: Client, sent: Sent, head: number): Promise<Observation["instead"]> {
  for (let block = head; block > Math.max(sent.sentBlock - 1, head - SEARCH); block--) {
    const { transactions } = await getBlock(client, { blockNumber: BigInt(block), includeTransactions: true });
    const found = transactions.find((one) => one.nonce === sent.nonce && one.from.toLowerCase() === sent.account.toLowerCase());
    if (found !== undefined) {
      return { hash: found.hash as Hex, to: found.to, data: found.input };
    }
  }
  return undefined;
}
