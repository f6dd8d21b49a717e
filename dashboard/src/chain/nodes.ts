import { custom, http, type Transport } from "viem";

/**
 * Several nodes behind one transport. The first that answers is kept, so that the reads of a screen come from one node;
 * a node that fails goes to the end of the line. A node that limits us rests for as long as it asks, and while all of
 * them rest nothing is sent. Each is asked for its chain once: an answer of another chain never reaches the page.
 */
export type Request = (call: { method: string; params?: unknown }) => Promise<unknown>;

export type Nodes = {
  readonly request: Request;
  readonly transport: Transport;
  /** The node in use. */
  readonly current: () => string;
  /** "Try another node": the one in use goes to the end of the line. */
  readonly another: () => void;
};

export class OtherChainError extends Error {
  override readonly name = "OtherChainError";
}

export class RestingError extends Error {
  override readonly name = "RestingError";
}

const LONGEST_REST = 120_000;
const SHORTEST_REST = 1_000;

/** Answers of a node about itself, for which another node is worth asking. */
const OWN_TROUBLE = new Set([-32005, -32601, -32004, 429]);

type Node = { readonly url: string; readonly ask: Request; chain: Promise<void> | null; limited: number; restsUntil: number };

export type NodesOptions = {
  readonly open?: (url: string) => Request;
  readonly now?: () => number;
};

function openHttp(url: string): Request {
  const transport = http(url, { batch: { batchSize: 20, wait: 0 }, retryCount: 0, timeout: 15_000 })({});
  return transport.request as Request;
}

function statusOf(error: unknown): number | undefined {
  const found = error as { status?: unknown; code?: unknown; cause?: unknown } | null;
  if (typeof found?.status === "number") return found.status;
  return found?.cause instanceof Error ? statusOf(found.cause) : undefined;
}

function codeOf(error: unknown): number | undefined {
  const found = error as { code?: unknown; cause?: unknown } | null;
  if (typeof found?.code === "number") return found.code;
  return found?.cause instanceof Error ? codeOf(found.cause) : undefined;
}

function restOf(error: unknown): number | undefined {
  const found = error as { headers?: unknown; cause?: unknown } | null;
  if (found?.headers instanceof Headers) {
    const seconds = Number(found.headers.get("retry-after"));
    if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
  }
  return found?.cause instanceof Error ? restOf(found.cause) : undefined;
}

/** An answer about the call itself, a revert above all, is the same at every node. */
function isAnswer(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && !OWN_TROUBLE.has(code) && statusOf(error) === undefined;
}

function isLimit(error: unknown): boolean {
  return statusOf(error) === 429 || codeOf(error) === 429 || codeOf(error) === -32005;
}

/** Too long a range or too many logs: a shorter range is the remedy. Nodes say it with the code of a rate limit. */
function isRange(call: { method: string }, error: unknown): boolean {
  if (call.method !== "eth_getLogs" || codeOf(error) !== -32005 || statusOf(error) !== undefined) return false;
  return !/rate|too many requests|per second/i.test(error instanceof Error ? error.message : "");
}

export function openNodes(urls: readonly string[], chainId: number, options: NodesOptions = {}): Nodes {
  const { open = openHttp, now = () => performance.now() } = options;
  let line: Node[] = urls.map((url) => ({ url, ask: open(url), chain: null, limited: 0, restsUntil: 0 }));

  const toTheEnd = (node: Node): void => {
    line = [...line.filter((other) => other !== node), node];
  };

  const checked = (node: Node): Promise<void> => {
    node.chain ??= node.ask({ method: "eth_chainId" }).then(
      (answer) => {
        if (Number(answer) === chainId) return;
        node.chain = null;
        throw new OtherChainError(`${node.url} reads chain ${Number(answer)}, not ${chainId}`);
      },
      (error: unknown) => {
        node.chain = null;
        throw error;
      },
    );
    return node.chain;
  };

  const failed = (node: Node, error: unknown): void => {
    if (isLimit(error)) {
      node.limited += 1;
      const rest = restOf(error) ?? SHORTEST_REST * 2 ** (node.limited - 1);
      node.restsUntil = now() + Math.min(rest, LONGEST_REST);
    } else {
      // It may come back as another node, after a restart on another chain.
      node.chain = null;
    }
    toTheEnd(node);
  };

  const request: Request = async (call) => {
    let problem: unknown = new RestingError("every node asks us to wait");
    for (const node of [...line]) {
      if (node.restsUntil > now()) continue;
      try {
        await checked(node);
        const answer = await node.ask(call);
        node.limited = 0;
        return answer;
      } catch (error) {
        if (isAnswer(error) || isRange(call, error)) throw error;
        failed(node, error);
        problem = error;
      }
    }
    throw problem;
  };

  return {
    request,
    transport: custom({ request }, { key: "nodes", name: "Nodes", retryCount: 0 }),
    current: () => line[0]!.url,
    another: () => {
      const [first] = line;
      if (first !== undefined) toTheEnd(first);
    },
  };
}
