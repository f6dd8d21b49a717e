import { afterEach, describe, expect, it, vi } from "vitest";
import { recordAt, snapshotAt } from "./fetching";

afterEach(() => vi.unstubAllGlobals());

function answering(answer: () => Promise<Response>): void {
  vi.stubGlobal("fetch", answer);
}

describe("published data", () => {
  it("gives the hash of exactly the bytes that came", async () => {
    answering(async () => new Response("abc"));
    // keccak256("abc"), as published with the algorithm.
    expect(await snapshotAt("x")).toEqual({
      ok: true,
      value: { hash: "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45", bytes: 3 },
    });
  });
  it("answers with a reason for every failure", async () => {
    answering(async () => new Response("", { status: 404 }));
    expect(await snapshotAt("x")).toEqual({ ok: false, why: "not-found" });
    answering(async () => new Response("", { status: 500 }));
    expect(await snapshotAt("x")).toEqual({ ok: false, why: "unreachable" });
    answering(() => Promise.reject(new TypeError("offline")));
    expect(await recordAt("x")).toEqual({ ok: false, why: "unreachable" });
    answering(async () => new Response("{}", { headers: { "content-length": "99000000" } }));
    expect(await snapshotAt("x")).toEqual({ ok: false, why: "too-large" });
    for (const body of ["", "{", "[]", '{"epoch":1}', "\xff"]) {
      answering(async () => new Response(body));
      expect(await recordAt("x")).toEqual({ ok: false, why: "unreadable" });
    }
  });
});
