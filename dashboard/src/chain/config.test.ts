import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "./config";

const HERE = "http://127.0.0.1:8000/";
const address = (digit: string) => `0x${digit.repeat(40)}`;
const given = {
  chainId: 31337,
  name: "local",
  rpc: ["http://127.0.0.1:8545"],
  deployment: {
    block: 3, vault: address("1"), queue: address("2"), auctions: address("3"), router: address("4"), lens: address("5"),
    trader: address("6"), strategy: address("7"), registry: address("8"), policy: address("9"), usdc: address("0"),
  },
  demonstration: "Demonstration",
  explorer: null,
  snapshots: "/snapshots/",
  decisions: "/decisions/",
  walletConnect: null,
  indexer: null,
};

describe("readConfig", () => {
  test("resolves what is beside the page, and the block is a bigint", () => {
    const config = readConfig(given, HERE);
    expect(config.snapshots).toBe("http://127.0.0.1:8000/snapshots/");
    expect(config.deployment.block).toBe(3n);
    expect(config.explorer).toBeNull();
  });
  test("a public page takes neither a local chain nor a node on this machine", () => {
    expect(() => readConfig(given, "https://fund.example/")).toThrow(/local chain/);
    const staged = { ...given, chainId: 1, rpc: ["https://node.example", "http://localhost:8545"] };
    expect(() => readConfig(staged, "https://fund.example/")).toThrow(/own machine/);
    expect(readConfig(staged, HERE).rpc).toHaveLength(2);
  });
  test("no node in clear text, no scheme but https", () => {
    for (const url of ["http://node.example", "ws://node.example", "javascript:alert(1)", "data:text/html,x"]) {
      expect(() => readConfig({ ...given, chainId: 1, rpc: [url] }, "https://fund.example/")).toThrow(ConfigError);
      expect(() => readConfig({ ...given, explorer: url }, HERE)).toThrow(ConfigError);
    }
  });
  test.each([
    ["no object", []],
    ["no chain", { ...given, chainId: "1" }],
    ["no node", { ...given, rpc: [] }],
    ["no address", { ...given, deployment: { ...given.deployment, lens: "0x12" } }],
    ["no block", { ...given, deployment: { ...given.deployment, block: -1 } }],
  ])("%s is refused", (_, value) => {
    expect(() => readConfig(value, HERE)).toThrow(ConfigError);
  });
});
