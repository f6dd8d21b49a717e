import { createContext, type ReactNode, useContext, useMemo } from "react";
import { WagmiProvider } from "wagmi";
import { type Client, openReading, readHead, type Reading } from "./client";
import type { PageConfig } from "./config";
import { Head } from "./head";
import { openWallets } from "./wagmi";

export type ChainContext = Reading & { readonly config: PageConfig; readonly client: Client; readonly head: Head };

const Context = createContext<ChainContext | null>(null);

/** Opens the chain that the configuration names, for everything below. */
export function ChainProvider({ config, children }: { config: PageConfig; children: ReactNode }) {
  const { value, wallets } = useMemo(() => {
    const reading = openReading(config);
    const head = new Head(() => readHead(reading.client), config.chainId);
    return { value: { ...reading, config, head }, wallets: openWallets(reading.chain, reading.nodes.transport) };
  }, [config]);
  return (
    <Context value={value}>
      <WagmiProvider config={wallets} reconnectOnMount>
        {children}
      </WagmiProvider>
    </Context>
  );
}

/** Configuration, client, nodes and head. Every screen is below the provider. */
export function useChain(): ChainContext {
  const value = useContext(Context);
  if (value === null) throw new Error("useChain: not inside ChainProvider");
  return value;
}
