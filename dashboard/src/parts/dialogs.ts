import { useSyncExternalStore } from "react";

/** The shell's own dialogs, which any screen may open. */
export type ShellDialog = "wallet" | "glance";

let open: ShellDialog | null = null;
const listeners = new Set<() => void>();

function set(to: ShellDialog | null): void {
  open = to;
  for (const changed of listeners) changed();
}

/** Wallets to choose from, the connected one, and an address to watch. */
export function openWallet(): void {
  set("wallet");
}

/** The strategy in five sentences. */
export function openGlance(): void {
  set("glance");
}

export function closeDialog(): void {
  set(null);
}

export function useShellDialog(): ShellDialog | null {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => open,
  );
}
