/** Transactions of this browser, kept over a reload and shared by its tabs. The chain stays the judge of each. */
import { useMemo, useSyncExternalStore } from "react";

import { safeStorage, useChain } from "../../chain";
import type { Sent } from "./sent";

const KEY = "global-100.sent";
const MOST = 50;
const storage = safeStorage();
const listeners = new Set<() => void>();

let entries: readonly Sent[] = load();

function load(): readonly Sent[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isSent) : [];
  } catch {
    return [];
  }
}

/** What is kept may be of an older page, or of somebody who edited it. */
function isSent(value: unknown): value is Sent {
  const given = value as Partial<Sent> | null;
  return (
    typeof given === "object" && given !== null && typeof given.id === "string" && typeof given.chainId === "number" &&
    typeof given.account === "string" && typeof given.kind === "string" && typeof given.what === "string" &&
    typeof given.to === "string" && typeof given.data === "string" && typeof given.nonce === "number" &&
    typeof given.state === "string" && (given.hash === null || /^0x[0-9a-f]{64}$/i.test(given.hash ?? ""))
  );
}

function set(next: readonly Sent[]): void {
  entries = next.slice(-MOST);
  storage.setItem(KEY, JSON.stringify(entries));
  for (const changed of listeners) changed();
}

export function allSent(): readonly Sent[] {
  return entries;
}

export function remember(sent: Sent): void {
  set([...entries.filter((one) => one.id !== sent.id), sent]);
}

/** Replaces an entry that is still there; one that was cleared stays cleared. */
export function update(sent: Sent): void {
  if (entries.some((one) => one.id === sent.id && one !== sent)) {
    set(entries.map((one) => (one.id === sent.id ? sent : one)));
  }
}

/** Takes an entry off the list. The transaction itself is the chain's. */
export function clear(id: string): void {
  set(entries.filter((one) => one.id !== id));
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  if (listeners.size === 1) window.addEventListener("storage", reload);
  return () => {
    listeners.delete(changed);
    if (listeners.size === 0) window.removeEventListener("storage", reload);
  };
}

function reload(event: StorageEvent): void {
  if (event.key === KEY) {
    entries = load();
    for (const changed of listeners) changed();
  }
}

/** Of the chain that the page reads, newest first. */
export function useSentHere(): readonly Sent[] {
  const { config } = useChain();
  const sent = useSyncExternalStore(subscribe, allSent);
  return useMemo(() => sent.filter((one) => one.chainId === config.chainId).toReversed(), [sent, config.chainId]);
}

/** Remembers a transaction and waits until the chain, or the reader who clears it, has settled it. */
export function settle(sent: Sent): Promise<Sent> {
  return new Promise((resolve) => {
    remember(sent);
    const stop = subscribe(() => {
      const now = entries.find((one) => one.id === sent.id);
      if (now === undefined || now.state !== "pending") {
        stop();
        resolve(now ?? { ...sent, state: "dropped" });
      }
    });
  });
}
