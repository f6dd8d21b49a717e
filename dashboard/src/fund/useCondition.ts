import { useAccountState, useHead } from "../chain";
import { useFund, useLog } from "./hooks";
import { type Condition, conditionOf } from "./condition";

export function useCondition(): Condition {
  const { trouble } = useHead();
  const fund = useFund();
  const log = useLog();
  const account = useAccountState();
  return conditionOf({
    trouble,
    fund: fund.data,
    fundError: fund.error,
    log: log.data,
    wrongWallet: account.kind === "wallet" && account.wrongChain,
  });
}
