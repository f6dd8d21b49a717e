import { useSyncExternalStore } from "react";
import { getAddress, isAddress, type Hex } from "viem";
import { safeStorage } from "./wagmi";

/** An address that is looked at without its key. Kept in this browser; the chain never learns of it. */
const KEY = "global-100.watched";
const storage = safeStorage();
const listeners = new Set<() => void>();

function load(): Hex | null {
  const kept = storage.getItem(KEY);
  return kept !== null && isAddress(kept) ? getAddress(kept) : null;
}

let watched = load();

/** Null ends it. False: not an address, or one with a wrong checksum. */
export function watch(address: string | null): boolean {
  if (address !== null && !isAddress(address.trim())) return false;
  watched = address === null ? null : getAddress(address.trim());
  if (watched === null) storage.removeItem(KEY);
  else storage.setItem(KEY, watched);
  for (const changed of listeners) changed();
  return true;
}

export function useWatched(): Hex | null {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => watched,
  );
}
