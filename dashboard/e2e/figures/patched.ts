// A page whose node tells of another fund: answers of the lens and of a few getters are replaced on their way.
import type { Page, Route } from "playwright-core";
import { indexStrategyAbi } from "global-100-abi/indexStrategy";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { vaultLensAbi } from "global-100-abi/vaultLens";
import {
  type ContractFunctionReturnType,
  decodeFunctionResult,
  encodeFunctionResult,
  type Hex,
  toFunctionSelector,
} from "viem";
import type { Stage } from "../harness/stage";

type Holdings = ContractFunctionReturnType<typeof vaultLensAbi, "view", "holdings">;
export type Portfolio = Holdings[0];
export type Row = Holdings[1][number];
type Decision = ContractFunctionReturnType<typeof indexStrategyAbi, "view", "active">;

export type Patch = {
  readonly holdings?: (portfolio: Portfolio, rows: readonly Row[]) => { portfolio: Portfolio; rows: readonly Row[] };
  readonly active?: (decision: Decision) => Decision;
  readonly supply?: bigint;
  /** Which logs the node returns; all without it. */
  readonly logs?: (logs: readonly Log[]) => readonly Log[];
};
export type Log = {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: string;
  readonly logIndex: string;
};

type Call = { id: number; method: string; params: readonly unknown[] };
type Reply = { id: number; result?: unknown };

const SELECTORS = {
  holdings: toFunctionSelector("function holdings()"),
  active: toFunctionSelector("function active()"),
  supply: toFunctionSelector("function totalSupply()"),
};

export async function patched(page: Page, stage: Stage, patch: Patch): Promise<void> {
  await page.route(`http://127.0.0.1:${stage.rpcPort}/`, (route) => answer(route, patch));
  await page.reload();
}

async function answer(route: Route, patch: Patch): Promise<void> {
  const sent = route.request().postDataJSON() as Call | Call[] | null;
  if (sent === null) return route.continue();
  const response = await route.fetch();
  const replies = (await response.json()) as Reply | Reply[];
  const calls = Array.isArray(sent) ? sent : [sent];
  const changed = (Array.isArray(replies) ? replies : [replies]).map((reply) => {
    const call = calls.find((each) => each.id === reply.id);
    return call === undefined || reply.result === undefined
      ? reply
      : { ...reply, result: resultOf(call, reply.result, patch) };
  });
  await route.fulfill({ response, json: Array.isArray(replies) ? changed : changed[0] });
}

function resultOf(call: Call, result: unknown, patch: Patch): unknown {
  if (call.method === "eth_getLogs" && patch.logs) return patch.logs(result as Log[]);
  if (call.method !== "eth_call") return result;
  const data = ((call.params[0] as { data?: string }).data ?? "").slice(0, 10);
  if (data === SELECTORS.holdings && patch.holdings) {
    const [portfolio, rows] = decodeFunctionResult({
      abi: vaultLensAbi,
      functionName: "holdings",
      data: result as Hex,
    });
    const next = patch.holdings(portfolio, rows);
    return encodeFunctionResult({ abi: vaultLensAbi, functionName: "holdings", result: [next.portfolio, next.rows] });
  }
  if (data === SELECTORS.active && patch.active) {
    const decision = decodeFunctionResult({ abi: indexStrategyAbi, functionName: "active", data: result as Hex });
    return encodeFunctionResult({ abi: indexStrategyAbi, functionName: "active", result: patch.active(decision) });
  }
  if (data === SELECTORS.supply && patch.supply !== undefined) {
    return encodeFunctionResult({ abi: indexVaultAbi, functionName: "totalSupply", result: patch.supply });
  }
  return result;
}
