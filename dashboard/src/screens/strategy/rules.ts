/** The parameters and keys of the fund, read from its contracts at one block. */
import { useQuery } from "@tanstack/react-query";
import type { Deployment } from "global-100-abi/addresses";
import { fundPolicyAbi } from "global-100-abi/fundPolicy";
import { indexStrategyAbi } from "global-100-abi/indexStrategy";
import { indexTraderAbi } from "global-100-abi/indexTrader";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { type Client, useChain } from "../../chain";
import type { At, Fund, Hex } from "../../fund/model";

export type Rules = {
  readonly block: bigint;
  readonly maxChangePpm: number;
  readonly turnoverPpm: number;
  readonly upwardFlips: number;
  readonly riskDownDelay: number;
  readonly riskUpDelay: number;
  readonly expiry: number;
  readonly silenceAuctions: number;
  readonly silenceSafeState: number;
  readonly lossSessionBps: number;
  readonly lossWeekBps: number;
  readonly lossDeriskingBps: number;
  readonly flowLeast: bigint;
  readonly flowVolatilePpm: number;
  readonly flowStablePpm: number;
  /** What an entry or an exit leaves in the fund now; null while it has no NAV. */
  readonly levyBps: number | null;
  readonly keys: { readonly proposer: Hex; readonly executor: Hex; readonly guardian: Hex; readonly owner: Hex };
};

export async function readRules(client: Client, deployment: Deployment, blockNumber: bigint): Promise<Rules> {
  const strategy = { address: deployment.strategy, abi: indexStrategyAbi, blockNumber } as const;
  const trader = { address: deployment.trader, abi: indexTraderAbi, blockNumber } as const;
  const policy = { address: deployment.policy, abi: fundPolicyAbi, blockNumber } as const;
  const [
    change,
    turnover,
    flips,
    down,
    up,
    expiry,
    auctions,
    safe,
    budget,
    flow,
    valuation,
    proposer,
    executor,
    guardian,
    owner,
  ] = await Promise.all([
    client.readContract({ ...strategy, functionName: "max_change_ppm" }),
    client.readContract({ ...strategy, functionName: "turnover_ppm" }),
    client.readContract({ ...strategy, functionName: "upward_flip_limit" }),
    client.readContract({ ...strategy, functionName: "risk_down_delay" }),
    client.readContract({ ...strategy, functionName: "risk_up_delay" }),
    client.readContract({ ...strategy, functionName: "expiry" }),
    client.readContract({ ...strategy, functionName: "silence_auctions" }),
    client.readContract({ ...strategy, functionName: "silence_safe_state" }),
    client.readContract({ ...trader, functionName: "budget" }),
    client.readContract({ ...policy, functionName: "flow_limit" }),
    client
      .readContract({ address: deployment.vault, abi: indexVaultAbi, functionName: "nav", blockNumber })
      .catch(() => null),
    client.readContract({ ...strategy, functionName: "proposer" }),
    client.readContract({ ...trader, functionName: "executor" }),
    client.readContract({ ...strategy, functionName: "guardian" }),
    client.readContract({ ...strategy, functionName: "owner" }),
  ]);
  return {
    block: blockNumber,
    maxChangePpm: Number(change),
    turnoverPpm: Number(turnover),
    upwardFlips: Number(flips),
    riskDownDelay: Number(down),
    riskUpDelay: Number(up),
    expiry: Number(expiry),
    silenceAuctions: Number(auctions),
    silenceSafeState: Number(safe),
    lossSessionBps: Number(budget.session_bps),
    lossWeekBps: Number(budget.week_bps),
    lossDeriskingBps: Number(budget.derisking_bps),
    flowLeast: flow.least,
    flowVolatilePpm: Number(flow.volatile_share_ppm),
    flowStablePpm: Number(flow.stable_share_ppm),
    levyBps: valuation === null ? null : Number(valuation.levy_bps),
    keys: { proposer, executor, guardian, owner },
  };
}

/** Follows the fund's own reads: the same block, so that both tell of one state. */
export function useRules(fund: At | undefined) {
  const { client, config } = useChain();
  return useQuery({
    queryKey: ["rules", fund?.block.toString()],
    enabled: fund !== undefined,
    queryFn: () => readRules(client, config.deployment, fund?.block ?? 0n),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
}

/** The levy alone, for screens that show no other rule. Null while the fund has no NAV. */
export function useLevy(fund: Fund): number | null {
  const { client, config } = useChain();
  const { data } = useQuery({
    queryKey: ["levy", fund.block.toString()],
    queryFn: async () => {
      const valuation = await client
        .readContract({
          address: config.deployment.vault,
          abi: indexVaultAbi,
          functionName: "nav",
          blockNumber: fund.block,
        })
        .catch(() => null);
      return valuation === null ? null : Number(valuation.levy_bps);
    },
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
  return data ?? null;
}
