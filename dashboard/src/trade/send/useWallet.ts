import { useCallback } from "react";
import type { Hex } from "viem";
import { useConfig } from "wagmi";
import { getConnectorClient } from "wagmi/actions";

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
