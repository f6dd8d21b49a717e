import { useSyncExternalStore } from "react";

/** The week that gauge, treemap and log show together; null: now. */
let time: number | null = null;
const listeners = new Set<() => void>();

export function setCursor(to: number | null): void {
  if (time === to) return;
  time = to;
  for (const changed of listeners) changed();
}

export function useCursor(): number | null {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => time,
  );
}
