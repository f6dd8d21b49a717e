/** Hashing a snapshot takes a second: it happens here, so that the page goes on. */
import { hashed, recordAt, snapshotAt } from "./fetching";
import { verdict } from "./verdict";
import type { Proof, Recorded } from "./verdict";

export type Task = {
  readonly id: number;
  readonly chain: Recorded;
  readonly snapshot: string | Uint8Array;
  readonly record: string;
};
export type Result = { readonly id: number; readonly proof: Proof };

self.onmessage = async ({ data: task }: MessageEvent<Task>) => {
  const result: Result = { id: task.id, proof: await check(task) };
  self.postMessage(result);
};

async function check({ chain, snapshot, record }: Task): Promise<Proof> {
  try {
    const [bytes, published] = await Promise.all([
      typeof snapshot === "string"
        ? snapshotAt(snapshot)
        : Promise.resolve({ ok: true as const, value: hashed(snapshot) }),
      recordAt(record),
    ]);
    return verdict(chain, bytes, published);
  } catch {
    return { state: "unavailable", what: "both", why: "failed" };
  }
}
