import { describe, expect, test } from "vitest";
import { openNodes, OtherChainError, type Request, RestingError } from "./nodes";

class Limited extends Error {
  readonly status = 429;
  readonly headers: Headers;
  constructor(seconds?: number) {
    super("too many requests");
    this.headers = new Headers(seconds === undefined ? {} : { "retry-after": String(seconds) });
  }
}

class Answer extends Error {
  readonly code = 3;
}

type Script = (call: { method: string }) => unknown;

function fund(scripts: Record<string, Script>, clock = { now: 0 }) {
  const calls: string[] = [];
  const open = (url: string): Request => async (call) => {
    if (call.method === "eth_chainId" && scripts[url] !== undefined) {
      const chain = scripts[url]({ method: "eth_chainId" });
      return chain ?? "0x1";
    }
    calls.push(url);
    return scripts[url]!(call);
  };
  return { calls, nodes: openNodes(Object.keys(scripts), 1, { open, now: () => clock.now }) };
}

const fine = (answer: string): Script => (call) => (call.method === "eth_chainId" ? "0x1" : answer);
const dead: Script = () => {
  throw new Error("no route to host");
};

describe("openNodes", () => {
  test("a node that fails is left for the next, which is kept", async () => {
    const { calls, nodes } = fund({ a: dead, b: fine("b") });
    expect(await nodes.request({ method: "eth_call" })).toBe("b");
    expect(await nodes.request({ method: "eth_call" })).toBe("b");
    expect(calls).toEqual(["b", "b"]);
    expect(nodes.current()).toBe("b");
  });
  test("a revert is an answer: no other node is asked", async () => {
    const reverts: Script = (call) => {
      if (call.method === "eth_chainId") return "0x1";
      throw new Answer("execution reverted");
    };
    const { calls, nodes } = fund({ a: reverts, b: fine("b") });
    await expect(nodes.request({ method: "eth_call" })).rejects.toThrow("reverted");
    expect(calls).toEqual(["a"]);
  });
  test("a node of another chain never answers", async () => {
    const other: Script = (call) => (call.method === "eth_chainId" ? "0x2" : "wrong");
    const { nodes } = fund({ a: other, b: fine("b") });
    expect(await nodes.request({ method: "eth_call" })).toBe("b");
    const { nodes: alone } = fund({ a: other });
    await expect(alone.request({ method: "eth_call" })).rejects.toThrow(OtherChainError);
  });
  test("a limited node rests as long as it asks; while all rest, nothing is sent", async () => {
    const clock = { now: 0 };
    let limited = true;
    const script: Script = (call) => {
      if (call.method === "eth_chainId") return "0x1";
      if (limited) throw new Limited(7);
      return "a";
    };
    const { calls, nodes } = fund({ a: script }, clock);
    await expect(nodes.request({ method: "eth_call" })).rejects.toThrow("too many");
    clock.now = 6_999;
    await expect(nodes.request({ method: "eth_call" })).rejects.toThrow(RestingError);
    expect(calls).toHaveLength(1);
    limited = false;
    clock.now = 7_000;
    expect(await nodes.request({ method: "eth_call" })).toBe("a");
  });
  test("without a time it rests twice as long each time", async () => {
    const clock = { now: 0 };
    const script: Script = (call) => {
      if (call.method === "eth_chainId") return "0x1";
      throw new Limited();
    };
    const { calls, nodes } = fund({ a: script }, clock);
    for (const [at, sent] of [[0, 1], [999, 1], [1_000, 2], [2_999, 2], [3_000, 3]] as const) {
      clock.now = at;
      await nodes.request({ method: "eth_call" }).catch(() => undefined);
      expect(calls).toHaveLength(sent);
    }
  });
  test("a range that is too long is an answer: the node does not rest for it", async () => {
    const script: Script = (call) => {
      if (call.method === "eth_getLogs") throw Object.assign(new Error("query exceeds max block range 60"), { code: -32005 });
      return call.method === "eth_chainId" ? "0x1" : "a";
    };
    const { nodes } = fund({ a: script });
    await expect(nodes.request({ method: "eth_getLogs" })).rejects.toThrow("max block range");
    expect(await nodes.request({ method: "eth_call" })).toBe("a");
  });
  test("another node on request", async () => {
    const { nodes } = fund({ a: fine("a"), b: fine("b") });
    nodes.another();
    expect(await nodes.request({ method: "eth_call" })).toBe("b");
  });
});
