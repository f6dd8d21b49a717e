// The configuration file: which funds are indexed, and who may ask.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Address, isAddress } from "viem";

export const CONTRACTS = ["vault", "queue", "trader", "strategy", "house", "policy", "registry"] as const;

export type ContractName = (typeof CONTRACTS)[number];

export type Fund = {
  readonly name: string;
  readonly chainId: number;
  readonly rpc: readonly string[];
  /** The block from which its logs begin. */
  readonly block: number;
  readonly contracts: Readonly<Record<ContractName, Address>>;
  /** Null: no share prices are read. */
  readonly prices: { readonly every: number; readonly from: number } | null;
};

export type Configuration = {
  readonly funds: readonly Fund[];
  /** Origins of pages that may read the answers; none unless named. */
  readonly origins: readonly string[];
  /** PGlite's folder. */
  readonly folder: string;
};

/** A chain of Anvil or Hardhat: it begins anew under the same id. */
export const LOCAL_CHAIN = 31337;

/** About an hour of Ethereum. */
const HOUR = 300;

type Json = Record<string, unknown>;

class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

function readJson(path: string): Json {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new ConfigurationError(`${path} is not there; name a configuration file (see indexer/README.md)`);
  }
  try {
    return object(JSON.parse(text), path);
  } catch (error) {
    throw new ConfigurationError(`${path} is no JSON object: ${String(error)}`);
  }
}

function object(value: unknown, name: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw new ConfigurationError(`${name} is not an object`);
}

function count(value: unknown, name: string, least: number): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
  throw new ConfigurationError(`${name} is not a whole number from ${least} on`);
}

function texts(value: unknown, name: string): string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  throw new ConfigurationError(`${name} is not a list of texts`);
}

/** Lower case, as ponder and nodes give addresses. */
function address(value: unknown, name: string): Address {
  if (typeof value === "string" && isAddress(value, { strict: false })) return value.toLowerCase() as Address;
  throw new ConfigurationError(`${name} is not an address`);
}

function fundOf(given: Json, folder: string, place: string): Fund {
  if (typeof given["deployment"] !== "string") throw new ConfigurationError(`${place}.deployment names no file`);
  const path = resolve(folder, given["deployment"]);
  const record = readJson(path);
  const rpc = given["rpc"] === undefined ? [record["url"]] : given["rpc"];
  const block = count(record["block"], `${path}: block`, 0);
  const found = CONTRACTS.map((name) => {
    const key = name === "house" ? "auctions" : name;
    return [name, address(record[key], `${path}: ${key}`)] as const;
  });
  const chainId = count(record["chain_id"], `${path}: chain_id`, 1);
  const prices = given["prices"] === null ? null : object(given["prices"] ?? {}, `${place}.prices`);
  return {
    name: typeof given["name"] === "string" ? given["name"] : `fund on chain ${chainId}`,
    chainId,
    rpc: texts(rpc, `${place}.rpc`),
    block,
    contracts: Object.fromEntries(found) as Record<ContractName, Address>,
    prices: prices && {
      every: count(prices["every"] ?? HOUR, `${place}.prices.every`, 1),
      from: count(prices["from"] ?? block, `${place}.prices.from`, 0),
    },
  };
}

/** Raises ConfigurationError that names what is wrong. */
export function readConfiguration(path: string | undefined = process.env["INDEXER_CONFIG"]): Configuration {
  if (path === undefined) throw new ConfigurationError("INDEXER_CONFIG names no configuration file");
  const folder = dirname(resolve(path));
  const given = readJson(path);
  if (!Array.isArray(given["funds"]) || given["funds"].length === 0) throw new ConfigurationError(`${path}: no funds`);
  const funds = given["funds"].map((each, place) => fundOf(object(each, `funds[${place}]`), folder, `funds[${place}]`));
  const vaults = new Set(funds.map(({ chainId, contracts }) => `${chainId}:${contracts.vault}`));
  if (vaults.size < funds.length) throw new ConfigurationError(`${path}: one vault stands there twice`);
  const stored = typeof given["folder"] === "string" ? resolve(folder, given["folder"]) : ".ponder/pglite";
  return { funds, origins: texts(given["origins"] ?? [], `${path}: origins`), folder: process.env["INDEXER_FOLDER"] ?? stored };
}
