import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Hex } from "viem";
import { useConfig } from "wagmi";
import { getConnectorClient } from "wagmi/actions";

import { useChain } from "../../chain";
import { Wallet } from "./wallet";

/** Opens the connected wallet for an account, on whatever chain it is: the flow checks the chain itself. */
export function useOpenWallet(): (account: Hex) => Promise<Wallet> {
  const config = useConfig();
  return useCallback(
    async (account: Hex) => {
      const client = await getConnectorClient(config, { account, assertChainId: false });
      return new Wallet((call) => client.request(call as never), account);
    },
    [config],
  );
}

/** Whether the connected wallet takes an approval and a purchase as one. Null: nobody is connected. */
export function useBatches(account: Hex | null): boolean {
  const { config } = useChain();
  const openWallet = useOpenWallet();
  const { data } = useQuery({
    queryKey: ["batches", config.chainId, account],
    queryFn: async () => (await openWallet(account!)).batches(config.chainId),
    enabled: account !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return data === true;
}
