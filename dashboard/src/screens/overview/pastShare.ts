/**
 * The share price at an earlier block, for a change that no event recorded: a node that keeps past state answers for it.
 * One that does not is no error: the change is then not available.
 */
import { useQuery } from "@tanstack/react-query";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { vaultLensAbi } from "global-100-abi/vaultLens";
import { useChain } from "../../chain";
import type { Change, Fund, LogRow, Point } from "../../fund";

const ONE = 10n ** 18n;
const TOLERANCE = 0.25;

/** The newest row that is at least `span` old, unless it is more than a quarter of the span older than that. */
export function rowBefore(rows: readonly LogRow[], now: number, span: number): LogRow | null {
  const row = rows.findLast((each) => each.time <= now - span);
  return row === undefined || row.time < now - span * (1 + TOLERANCE) ? null : row;
}

/** What the events say, or what the chain's own past says where they say nothing. */
export function useChangeOverSpan(
  fund: Fund,
  rows: readonly LogRow[],
  recorded: Change | null,
  span: number,
): Change | null {
  const { client, config } = useChain();
  const wanted = recorded !== null && "why" in recorded && recorded.why !== "empty";
  const row = wanted ? rowBefore(rows, fund.time, span) : null;
  const { data: past } = useQuery({
    queryKey: ["past-share", row?.block.toString()],
    enabled: row !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Point | null> => {
      if (row === null) {
        return null;
      }
      const at = { blockNumber: row.block } as const;
      try {
        const [[portfolio], supply] = await Promise.all([
          client.readContract({ address: config.deployment.lens, abi: vaultLensAbi, functionName: "holdings", ...at }),
          client.readContract({
            address: config.deployment.vault,
            abi: indexVaultAbi,
            functionName: "totalSupply",
            ...at,
          }),
        ]);
        return supply === 0n
          ? null
          : {
              time: row.time,
              block: row.block,
              sharePrice: (portfolio.nav * ONE) / supply,
              nav: portfolio.nav,
              kind: "session",
            };
      } catch {
        return null;
      }
    },
  });
  if (!past) {
    return recorded;
  }
  return { ratio: Number(((fund.sharePrice - past.sharePrice) * 10n ** 12n) / past.sharePrice) / 1e12, from: past };
}
