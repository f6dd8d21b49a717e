import { useCallback } from "react";
import type { Hex } from "viem";
import { useConnect, useConnection, useConnectors, useDisconnect, useSwitchChain } from "wagmi";
import { clean } from "../format";
import { useChain } from "./ChainProvider";
import { useWatched, watch } from "./watched";

/** Whose position the page shows: of a wallet that can sign, of an address that is only watched, or of nobody. */
export type AccountState =
  | { readonly kind: "none"; readonly address: null; readonly connecting: boolean }
  | { readonly kind: "watched"; readonly address: Hex }
  | {
      readonly kind: "wallet";
      readonly address: Hex;
      readonly wallet: string;
      readonly chainId: number;
      /** The wallet is on another chain: nothing can be signed until it switches. A wallet that is not connected is on none. */
      readonly wrongChain: boolean;
    };

export function useAccountState(): AccountState {
  const { config } = useChain();
  const connection = useConnection();
  const watched = useWatched();
  const { address } = connection;
  if (address !== undefined && connection.status !== "connecting") {
    const chainId = connection.chainId ?? config.chainId;
    return {
      kind: "wallet",
      address,
      wallet: clean(connection.connector?.name ?? ""),
      chainId,
      wrongChain: chainId !== config.chainId,
    };
  }
  if (watched !== null) return { kind: "watched", address: watched };
  return { kind: "none", address: null, connecting: connection.status === "connecting" || connection.status === "reconnecting" };
}

/** The wallets that announced themselves, and what can be done with them. */
export function useWallets() {
  const { config } = useChain();
  const connectors = useConnectors();
  const { mutate: connect, isPending, error } = useConnect();
  const { mutate: disconnect } = useDisconnect();
  return {
    wallets: connectors.map((connector) => ({
      id: connector.uid,
      name: clean(connector.name),
      icon: iconOf(connector.icon),
      connect: () => {
        watch(null);
        connect({ connector, chainId: config.chainId });
      },
    })),
    pending: isPending,
    error,
    disconnect: () => disconnect({}),
  };
}

/** A wallet's icon is data it sends: only an image that is inside it is shown, so that no request leaves. */
function iconOf(icon: string | undefined): string | null {
  const trimmed = icon?.trim();
  return trimmed !== undefined && /^data:image\/(png|webp|gif|jpeg|svg\+xml)[;,]/.test(trimmed) ? trimmed : null;
}

/** Asks the wallet for the fund's chain. Two open pages would ask against each other, so only the focused one does. */
export function useSwitchHere() {
  const { config } = useChain();
  const { mutate: switchChain, isPending, error } = useSwitchChain();
  const ask = useCallback(() => {
    if (!document.hasFocus() || isPending) return false;
    switchChain({ chainId: config.chainId });
    return true;
  }, [config.chainId, isPending, switchChain]);
  return { ask, pending: isPending, error };
}
