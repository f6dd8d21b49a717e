/**
 * What the gauge was made of, from the published decision record. The chain records the gauge alone, so the parts count
 * only when their mean is the gauge on the chain.
 */
import { useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain";

/** 0..100 with 6 decimals, as on the chain. */
export type Parts = { readonly trend: bigint; readonly momentum: bigint; readonly breadth: bigint };
export type DecisionParts = {
  readonly parts: Parts | null;
  readonly coveragePpm: number | null;
  readonly asOf: string | null;
};

/** The keeper rounds a part to a millionth of its whole, which is 100 here: half of that, and half a unit of the gauge. */
const ROUNDING = 51n;

export function readDecisionParts(document: unknown, gauge: bigint): DecisionParts {
  const given = (typeof document === "object" && document !== null ? document : {}) as Record<string, unknown>;
  const universe = (
    typeof given["universe"] === "object" && given["universe"] !== null ? given["universe"] : {}
  ) as Record<string, unknown>;
  const coverage = universe["coverage_ppm"];
  const asOf = given["as_of"];
  return {
    parts: partsOf(given["parts"], gauge),
    coveragePpm: typeof coverage === "number" && coverage >= 0 && coverage <= 1_000_000 ? coverage : null,
    asOf: typeof asOf === "string" && /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? asOf : null,
  };
}

function partsOf(value: unknown, gauge: bigint): Parts | null {
  if (typeof value !== "object" || value === null) {
    return null;
  }
  const { trend, momentum, breadth } = value as Record<string, unknown>;
  const numbers = [trend, momentum, breadth];
  if (
    !numbers.every((part) => typeof part === "number" && Number.isSafeInteger(part) && part >= 0 && part <= 100_000_000)
  ) {
    return null;
  }
  const [first = 0n, second = 0n, third = 0n] = numbers.map((part) => BigInt(part as number));
  const off = first + second + third - 3n * gauge;
  return off > 3n * ROUNDING || off < -3n * ROUNDING ? null : { trend: first, momentum: second, breadth: third };
}

export function useDecisionParts(epoch: bigint | undefined, gauge: bigint) {
  const { config } = useChain();
  return useQuery({
    queryKey: ["decision-parts", epoch?.toString(), gauge.toString()],
    enabled: epoch !== undefined && epoch > 0n && config.decisions !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
    queryFn: async (): Promise<DecisionParts> => {
      const answer = await fetch(new URL(`${config.decisions}${epoch}.json`, document.baseURI), { cache: "no-cache" });
      return readDecisionParts(answer.ok ? await answer.json() : null, gauge);
    },
  });
}
