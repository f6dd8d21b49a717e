// The node as the page sees it: it counts what is read, and has bad days on demand.
import { once } from "node:events";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { type Answer, type Call, type RpcError, ask } from "./rpc";

/** One thing that goes wrong. The rules are tried in order; the first that fits a call decides about it. */
export type Fault = {
  /** Only these methods; every one without it. */
  readonly methods?: readonly string[];
  /** Only eth_call to this address. */
  readonly to?: string;
  /** Only the first calls that fit. */
  readonly times?: number;
  /** The whole request is answered with this status: 500, 429 ... */
  readonly status?: number;
  /** The whole request waits so long first. */
  readonly delayMs?: number;
  /** The connection is cut. */
  readonly cut?: boolean;
  /** The call is answered with this error. */
  readonly error?: RpcError;
  /** The call is answered with this. */
  readonly result?: unknown;
  /** The head stands still at this block, for every method that asks for it. */
  readonly frozenAt?: bigint;
  /** Logs beyond so many are left out without a word. */
  readonly truncateLogs?: number;
  /** A range of more blocks is refused, in the words of public nodes. */
  readonly maxRange?: number;
};

type Rule = Fault & { used: number };

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
  "access-control-allow-methods": "POST, OPTIONS",
};

export class Proxy {
  /** Calls since the last `reset`: by method; of contracts by `to:selector`, and by `to:selector@block`. */
  readonly counts = new Map<string, number>();
  private rules: Rule[] = [];

  private constructor(
    private readonly server: Server,
    private readonly node: string,
  ) {}

  static async start(node: string, port: number): Promise<Proxy> {
    const server = createServer();
    const proxy = new Proxy(server, node);
    server.on("request", (request, response) => void proxy.serve(request, response));
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  /** From now on these faults and no others; without any it is a good node again. */
  fail(...faults: readonly Fault[]): void {
    this.rules = faults.map((fault) => ({ ...fault, used: 0 }));
  }

  reset(): void {
    this.rules = [];
    this.counts.clear();
  }

  count(key: string): number {
    return this.counts.get(key.toLowerCase()) ?? 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (request.method !== "POST") return void response.writeHead(204, CORS).end();
      const asked = JSON.parse(await text(request)) as Call | readonly Call[];
      const calls = Array.isArray(asked) ? (asked as readonly Call[]) : [asked as Call];
      const faults = calls.map((call) => this.noted(call));
      const delay = Math.max(0, ...faults.map((fault) => fault?.delayMs ?? 0));
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      if (faults.some((fault) => fault?.cut)) return void request.socket.destroy();
      const status = faults.find((fault) => fault?.status !== undefined)?.status;
      if (status !== undefined) return void response.writeHead(status, { ...CORS, "retry-after": "1" }).end("no");
      const answers = await Promise.all(calls.map((call, place) => this.answer(call, faults[place])));
      const bodies = answers.map((answer, place) => ({ jsonrpc: "2.0", id: calls[place]?.id ?? null, ...answer }));
      response.writeHead(200, { ...CORS, "content-type": "application/json" });
      response.end(JSON.stringify(Array.isArray(asked) ? bodies : bodies[0]));
    } catch (error) {
      if (!response.headersSent) response.writeHead(502, CORS);
      response.end(String(error));
    }
  }

  private noted(call: Call): Fault | undefined {
    const called = call.method === "eth_call" ? (call.params?.[0] as { to?: string; data?: string }) : undefined;
    const place = called?.to === undefined ? [] : [`${called.to}:${called.data?.slice(0, 10) ?? "0x"}`];
    const keys = [call.method, ...place, ...place.map((key) => `${key}@${String(call.params?.[1] ?? "latest")}`)];
    for (const key of keys) this.counts.set(key.toLowerCase(), this.count(key) + 1);
    const rule = this.rules.find(
      (each) =>
        each.used < (each.times ?? Number.POSITIVE_INFINITY) &&
        (each.methods === undefined || each.methods.includes(call.method)) &&
        (each.to === undefined || called?.to?.toLowerCase() === each.to.toLowerCase()),
    );
    if (rule !== undefined) rule.used += 1;
    return rule;
  }

  private async answer(call: Call, fault: Fault | undefined): Promise<Answer> {
    if (fault?.error !== undefined) return { error: fault.error };
    if (fault !== undefined && "result" in fault) return { result: fault.result };
    let params = call.params ?? [];
    if (fault?.frozenAt !== undefined) {
      const head = `0x${fault.frozenAt.toString(16)}`;
      if (call.method === "eth_blockNumber") return { result: head };
      params = params.map((each) => (each === "latest" || each === "finalized" || each === "safe" ? head : each));
    }
    if (call.method === "eth_getLogs" && fault?.maxRange !== undefined) {
      const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string };
      const last = /^0x/.test(toBlock) ? toBlock : ((await ask(this.node, "eth_blockNumber")) as { result: string }).result;
      if (Number(last) - Number(fromBlock) + 1 > fault.maxRange) {
        return { error: { code: -32005, message: `query exceeds max block range ${fault.maxRange}` } };
      }
    }
    const answer = await ask(this.node, call.method, params);
    if (call.method === "eth_getLogs" && fault?.truncateLogs !== undefined && "result" in answer) {
      return { result: (answer.result as unknown[]).slice(0, fault.truncateLogs) };
    }
    return answer;
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
