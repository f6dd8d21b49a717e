import type { Chain, Transport } from "viem";
import { createConfig, createStorage } from "wagmi";

/**
 * Wallets announce themselves (EIP-6963); the page names none. The reads of wagmi's own hooks go through the same nodes.
 * WalletConnect's client weighs more than the rest of the page together, so it is not in the build.
 */
export function openWallets(chain: Chain, transport: Transport) {
  return createConfig({
    chains: [chain],
    connectors: [],
    transports: { [chain.id]: transport },
    multiInjectedProviderDiscovery: true,
    storage: createStorage({ key: "global-100", storage: safeStorage() }),
  });
}

export type Wallets = ReturnType<typeof openWallets>;

/** The browser's storage, or none where it is closed to us: the page works without. */
export function safeStorage(): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  const attempt = <Result>(act: (storage: Storage) => Result, otherwise: Result): Result => {
    try {
      return act(localStorage);
    } catch {
      return otherwise;
    }
  };
  return {
    getItem: (key) => attempt((storage) => storage.getItem(key), null),
    setItem: (key, value) => attempt((storage) => storage.setItem(key, value), undefined),
    removeItem: (key) => attempt((storage) => storage.removeItem(key), undefined),
  };
}
