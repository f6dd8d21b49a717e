import { useQuery } from "@tanstack/react-query";
import type { Deployment } from "global-100-abi/addresses";
import { getAddress, isAddress } from "viem";

/** What /config.json says: the chain, where the fund is on it, and what else is served beside the page. */
export type PageConfig = {
  readonly chainId: number;
  readonly name: string;
  /** One node or several, in the order in which they are asked. */
  readonly rpc: readonly string[];
  readonly deployment: Deployment;
  /** The line over everything while prices are invented; null on a public chain. */
  readonly demonstration: string | null;
  /** A transaction's page is this and its hash. */
  readonly explorer: string | null;
  readonly snapshots: string | null;
  readonly decisions: string | null;
  /** Project id. The build has no WalletConnect client; the page says so where it is set. */
  readonly walletConnect: string | null;
  readonly indexer: string | null;
};

/** A chain of Anvil or Hardhat: its clock may be years away from ours. */
export const LOCAL_CHAIN = 31337;

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const CONTRACTS = ["vault", "queue", "auctions", "router", "lens", "trader", "strategy", "registry", "policy", "usdc"] as const;

export function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127\./.test(host);
}

function object(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ConfigError(`config.json: ${name} is not an object`);
}

/** The address of a file beside the page, or of another origin that the server's policy allows. */
function place(value: unknown, name: string, base: string): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== "string") throw new ConfigError(`config.json: ${name} is neither text nor null`);
  return asAddress(value, name, base).href;
}

function asAddress(value: string, name: string, base: string): URL {
  let url: URL;
  try {
    url = new URL(value, base);
  } catch {
    throw new ConfigError(`config.json: ${name} is not an address: ${value.slice(0, 100)}`);
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && (isLoopback(url.hostname) || url.origin === new URL(base).origin))) {
    return url;
  }
  throw new ConfigError(`config.json: ${name} is not https: ${value.slice(0, 100)}`);
}

function readDeployment(value: unknown): Deployment {
  const given = object(value, "deployment");
  const block = given["block"];
  if (typeof block !== "number" || !Number.isSafeInteger(block) || block < 0) {
    throw new ConfigError("config.json: deployment.block is not a block number");
  }
  const found = CONTRACTS.map((name) => {
    const address = given[name];
    if (typeof address !== "string" || !isAddress(address, { strict: false })) {
      throw new ConfigError(`config.json: deployment.${name} is not an address`);
    }
    return [name, getAddress(address)] as const;
  });
  return { block: BigInt(block), ...Object.fromEntries(found) } as Deployment;
}

/**
 * Checks what the server sent. A page of a public chain takes no node on this machine: that is a build or a
 * configuration of a developer that went out by mistake.
 */
export function readConfig(value: unknown, base: string): PageConfig {
  const given = object(value, "the file");
  const chainId = given["chainId"];
  if (typeof chainId !== "number" || !Number.isSafeInteger(chainId) || chainId <= 0) {
    throw new ConfigError("config.json: chainId is not a chain id");
  }
  const rpc = given["rpc"];
  if (!Array.isArray(rpc) || rpc.length === 0) throw new ConfigError("config.json: rpc names no node");
  const nodes = rpc.map((url, place) => {
    if (typeof url !== "string") throw new ConfigError(`config.json: rpc[${place}] is not text`);
    return asAddress(url, `rpc[${place}]`, base);
  });
  const here = isLoopback(new URL(base).hostname);
  if (chainId !== LOCAL_CHAIN && nodes.some((url) => isLoopback(url.hostname)) && !here) {
    throw new ConfigError("config.json: a public page names a node on the reader's own machine");
  }
  if (chainId === LOCAL_CHAIN && !here) {
    throw new ConfigError("config.json: a public page is set to a local chain");
  }
  const text = (name: string): string | null => {
    const found = given[name];
    return typeof found === "string" && found !== "" ? found : null;
  };
  const explorer = text("explorer");
  return {
    chainId,
    name: text("name") ?? `chain ${chainId}`,
    rpc: nodes.map((url) => url.href),
    deployment: readDeployment(given["deployment"]),
    demonstration: text("demonstration"),
    explorer: explorer === null ? null : asAddress(explorer, "explorer", base).href,
    snapshots: place(given["snapshots"], "snapshots", base),
    decisions: place(given["decisions"], "decisions", base),
    walletConnect: text("walletConnect"),
    indexer: place(given["indexer"], "indexer", base),
  };
}

/** A file beside the page. Relative to the document: the page may live below a path. */
export async function fetchBeside(name: string): Promise<unknown> {
  const answer = await fetch(new URL(name, document.baseURI), { cache: "no-cache" });
  if (!answer.ok) throw new ConfigError(`${name}: the server answers ${answer.status}`);
  try {
    return await answer.json();
  } catch {
    throw new ConfigError(`${name}: not JSON`);
  }
}

/** Read once a visit. Screens are drawn when it is there. */
export function useConfig() {
  return useQuery({
    queryKey: ["config"],
    queryFn: async () => readConfig(await fetchBeside("config.json"), document.baseURI),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
  });
}
