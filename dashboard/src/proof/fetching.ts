/** Reads published data. Every failure is a reason, never an exception and never a result. */
import { keccak256 } from "viem";
import { readRecord } from "./verdict";
import type { Answer, Hashed, Published, Why } from "./verdict";

/** A snapshot of a hundred assets has 1.2 MB; much more is not one. */
const MOST_BYTES = 24_000_000;

/** Takes the bytes anew each time: what a cache kept from an earlier check proves nothing now. */
export async function snapshotAt(url: string): Promise<Answer<Hashed>> {
  const bytes = await bytesAt(url);
  return bytes.ok ? { ok: true, value: hashed(bytes.value) } : bytes;
}

export function hashed(bytes: Uint8Array): Hashed {
  return { hash: keccak256(bytes), bytes: bytes.length };
}

export async function recordAt(url: string): Promise<Answer<Published>> {
  const bytes = await bytesAt(url);
  if (!bytes.ok) {
    return bytes;
  }
  try {
    const record = readRecord(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value)));
    return record === null ? refused("unreadable") : { ok: true, value: record };
  } catch {
    return refused("unreadable");
  }
}

async function bytesAt(url: string): Promise<Answer<Uint8Array>> {
  let answer: Response;
  try {
    answer = await fetch(url, { cache: "no-store", credentials: "omit", redirect: "error" });
  } catch {
    return refused("unreachable");
  }
  if (!answer.ok) {
    return refused(answer.status === 404 ? "not-found" : "unreachable");
  }
  if (Number(answer.headers.get("content-length") ?? 0) > MOST_BYTES) {
    return refused("too-large");
  }
  try {
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return bytes.length > MOST_BYTES ? refused("too-large") : { ok: true, value: bytes };
  } catch {
    return refused("unreachable");
  }
}

function refused(why: Why): { ok: false; why: Why } {
  return { ok: false, why };
}
