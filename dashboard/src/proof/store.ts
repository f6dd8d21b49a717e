/**
 * The proofs of this visit, by decision. They live as long as the page: a check of an earlier visit is not remembered,
 * because green means checked here and now.
 */
import { useSyncExternalStore } from "react";
import type { Recorded, Proof } from "./verdict";
import type { Result, Task } from "./worker";

export type Sources = { readonly snapshots: string | null; readonly decisions: string | null };

const UNCHECKED: Proof = { state: "unchecked" };
const CHECKING: Proof = { state: "checking" };
/** A worker that does not answer for this long is replaced. */
const PATIENCE = 60_000;

let proofs: ReadonlyMap<string, Proof> = new Map();
let progress: { readonly done: number; readonly of: number } | null = null;
const listeners = new Set<() => void>();
let worker: Worker | null = null;
let tasks = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function publish(): void {
  for (const listener of listeners) {
    listener();
  }
}

/** A decision is named by what the chain says of it: if that changes, an earlier proof no longer counts. */
function keyOf(chain: Recorded): string {
  const known = keys.get(chain);
  if (known !== undefined) {
    return known;
  }
  const key = written(chain);
  keys.set(chain, key);
  return key;
}

const keys = new WeakMap<Recorded, string>();

function written(chain: Recorded): string {
  return JSON.stringify([chain.epoch, chain.dataHash, chain.bull, chain.gauge, chain.targets], (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}

export function useProof(chain: Recorded | null): Proof {
  const all = useSyncExternalStore(subscribe, () => proofs);
  return chain === null ? UNCHECKED : (all.get(keyOf(chain)) ?? UNCHECKED);
}

export function useProofs(chains: readonly Recorded[]): Proof[] {
  const all = useSyncExternalStore(subscribe, () => proofs);
  return chains.map((chain) => all.get(keyOf(chain)) ?? UNCHECKED);
}

export function useProgress(): { readonly done: number; readonly of: number } | null {
  return useSyncExternalStore(subscribe, () => progress);
}

function set(chain: Recorded, proof: Proof): void {
  proofs = new Map(proofs).set(keyOf(chain), proof);
  publish();
}

/** Check one decision; `file` takes the place of the published snapshot. */
export async function check(chain: Recorded, sources: Sources, file?: Uint8Array): Promise<Proof> {
  if (sources.decisions === null || (sources.snapshots === null && file === undefined)) {
    const proof: Proof = { state: "unavailable", what: "both", why: "no-source" };
    set(chain, proof);
    return proof;
  }
  set(chain, CHECKING);
  const name = chain.dataHash.toLowerCase().replace(/^0x/, "");
  const proof = await run({
    id: ++tasks,
    chain,
    snapshot: file ?? absolute(`${sources.snapshots ?? ""}${name}.json`),
    record: absolute(`${sources.decisions}${chain.epoch}.json`),
  });
  set(chain, proof);
  return proof;
}

/** One after the other, so that a phone is not asked for forty megabytes at once. */
export async function checkAll(chains: readonly Recorded[], sources: Sources): Promise<void> {
  if (progress !== null) {
    return;
  }
  try {
    for (const [done, chain] of chains.entries()) {
      progress = { done, of: chains.length };
      publish();
      await check(chain, sources);
    }
  } finally {
    progress = null;
    publish();
  }
}

function absolute(path: string): string {
  return new URL(path, document.baseURI).href;
}

function run(task: Task): Promise<Proof> {
  const failed: Proof = { state: "unavailable", what: "both", why: "failed" };
  return new Promise((resolve) => {
    let target: Worker;
    try {
      target = worker ??= new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    } catch {
      resolve(failed);
      return;
    }
    const finish = (proof: Proof, broken: boolean) => {
      clearTimeout(timer);
      target.removeEventListener("message", hear);
      target.removeEventListener("error", fail);
      if (broken) {
        target.terminate();
        worker = null;
      }
      resolve(proof);
    };
    const hear = ({ data }: MessageEvent<Result>) => {
      if (data.id === task.id) {
        finish(data.proof, false);
      }
    };
    const fail = () => finish(failed, true);
    const timer = setTimeout(fail, PATIENCE);
    target.addEventListener("message", hear);
    target.addEventListener("error", fail);
    target.postMessage(task);
  });
}
