// JSON-RPC as the harness speaks it: to the node, and through the proxy.

export type Call = { readonly id?: unknown; readonly method: string; readonly params?: readonly unknown[] };
export type RpcError = { readonly code: number; readonly message: string; readonly data?: unknown };
export type Answer = { readonly result: unknown } | { readonly error: RpcError };

/** One call to a node; what it answered, an error included. */
export async function ask(url: string, method: string, params: readonly unknown[] = []): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const reply = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const said = (await reply.json()) as { result?: unknown; error?: RpcError };
  return said.error === undefined ? { result: said.result } : { error: said.error };
}

/** One call to a node; throws when it answers with an error. */
export async function call<Result>(url: string, method: string, params: readonly unknown[] = []): Promise<Result> {
  const answer = await ask(url, method, params);
  if ("error" in answer) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result as Result;
}
