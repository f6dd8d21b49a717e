// A wallet that announces itself as extensions do (EIP-6963) and asks the node to sign: anvil holds the keys.
//
// The page's script talks to it in its own world; what it is asked comes out through a binding, so that neither the
// page's policy nor the proxy of its node is in the way, and a test sees every prompt.
import type { Page } from "playwright-core";
import { type Answer, type RpcError, ask, call } from "./rpc";

export type Prompt = { readonly method: string; readonly params: readonly unknown[] };

export type Transaction = {
  readonly from: string;
  readonly to?: string;
  readonly data?: string;
  readonly value?: string;
  readonly gas?: string;
};

/** What a person does with a prompt: sign, decline it, or have a wallet that answers '0x' to a signature. */
export type Manner = "sign" | "decline" | "empty";

const DECLINED: RpcError = { code: 4001, message: "User rejected the request." };
const UNKNOWN_METHOD: RpcError = { code: 4200, message: "The wallet does not support this method." };
const OTHER_CHAIN: RpcError = { code: 4901, message: "The wallet is on another chain." };
const UNKNOWN_CHAIN: RpcError = { code: 4902, message: "Unrecognized chain ID." };

export class Wallet {
  manner: Manner = "sign";
  delayMs = 0;
  /** Whether it takes several calls as one (EIP-5792). */
  batches = false;
  /** The last of several calls runs out of gas. */
  breaks = false;
  /** Everything a person was asked to agree to, in order. */
  readonly prompts: Prompt[] = [];
  /** Hashes of what was sent. */
  readonly sent: string[] = [];
  private connected = false;
  private readonly bundles = new Map<string, readonly string[]>();

  constructor(
    private readonly page: Page,
    private readonly node: string,
    readonly home: number,
    /** The account it shows. */
    public account: string,
    /** The chain it is on. */
    public chainId: number = home,
  ) {}

  /** To be called before the page is opened. */
  async announce(): Promise<void> {
    await this.page.exposeBinding("__asked", (_, method: string, params: readonly unknown[]) =>
      this.answer(method, params ?? []),
    );
    await this.page.addInitScript(announced);
  }

  /** The person chooses another chain in the wallet. */
  async moveTo(chainId: number): Promise<void> {
    this.chainId = chainId;
    await this.tell("chainChanged", hex(chainId));
  }

  /** The person chooses another account in the wallet. */
  async use(account: string): Promise<void> {
    this.account = account;
    await this.tell("accountsChanged", [account]);
  }

  /** Transactions that a person was asked for. */
  get transactions(): readonly Transaction[] {
    return this.prompts
      .filter((prompt) => prompt.method === "eth_sendTransaction")
      .map((prompt) => prompt.params[0] as Transaction);
  }

  private async tell(event: string, value: unknown): Promise<void> {
    await this.page.evaluate(
      ([name, what]) => window.dispatchEvent(new CustomEvent("test-wallet", { detail: { name, what } })),
      [event, value] as const,
    );
  }

  private async answer(method: string, params: readonly unknown[]): Promise<Answer> {
    switch (method) {
      case "eth_requestAccounts":
      case "wallet_requestPermissions":
        if (!(await this.agrees(method, params))) return { error: DECLINED };
        this.connected = true;
        return { result: method === "eth_requestAccounts" ? [this.account] : [{ parentCapability: "eth_accounts" }] };
      case "eth_accounts":
        return { result: this.connected ? [this.account] : [] };
      case "eth_chainId":
        return { result: hex(this.chainId) };
      case "wallet_revokePermissions":
        this.connected = false;
        return { result: null };
      case "wallet_switchEthereumChain": {
        if (!(await this.agrees(method, params))) return { error: DECLINED };
        const wanted = Number((params[0] as { chainId: string }).chainId);
        if (wanted !== this.home) return { error: UNKNOWN_CHAIN };
        await this.moveTo(wanted);
        return { result: null };
      }
      case "wallet_getCapabilities":
        return this.batches ? { result: { [hex(this.home)]: { atomic: { status: "supported" } } } } : { error: UNKNOWN_METHOD };
      case "wallet_sendCalls":
        return this.batches ? this.bundle(params) : { error: UNKNOWN_METHOD };
      case "wallet_getCallsStatus":
        return this.status(String(params[0]));
      case "eth_signTypedData_v4":
      case "personal_sign":
        if (!(await this.agrees(method, params))) return { error: DECLINED };
        if (this.chainId !== this.home) return { error: OTHER_CHAIN };
        return this.manner === "empty" ? { result: "0x" } : ask(this.node, method, params);
      case "eth_sendTransaction": {
        if (!(await this.agrees(method, params))) return { error: DECLINED };
        if (this.chainId !== this.home) return { error: OTHER_CHAIN };
        const answer = await ask(this.node, method, params);
        if ("result" in answer) this.sent.push(String(answer.result));
        return answer;
      }
      default:
        return /^(eth|net|web3)_/.test(method) ? ask(this.node, method, params) : { error: UNKNOWN_METHOD };
    }
  }

  private async agrees(method: string, params: readonly unknown[]): Promise<boolean> {
    this.prompts.push({ method, params });
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    return this.manner !== "decline";
  }

  /** Several calls in one block, one after the other; a wallet with code would make one transaction of them. */
  private async bundle(params: readonly unknown[]): Promise<Answer> {
    if (!(await this.agrees("wallet_sendCalls", params))) return { error: DECLINED };
    if (this.chainId !== this.home) return { error: OTHER_CHAIN };
    const { calls } = params[0] as { calls: readonly Omit<Transaction, "from">[] };
    const hashes: string[] = [];
    for (const [place, each] of calls.entries()) {
      const call = { ...each, from: this.account };
      // A wallet estimates each call itself. Without that the node would give it the gas of a whole block.
      const gas = await ask(this.node, "eth_estimateGas", [call]);
      if ("error" in gas) return gas;
      const answer = await ask(this.node, "eth_sendTransaction", [{ ...call, gas: hex(this.breaks && place === calls.length - 1 ? 100_000 : Math.ceil(Number(gas.result) * 1.2)) }]);
      if ("error" in answer) return answer;
      hashes.push(String(answer.result));
    }
    this.sent.push(...hashes);
    const id = `0x${this.bundles.size.toString(16).padStart(64, "0")}`;
    this.bundles.set(id, hashes);
    return { result: { id } };
  }

  private async status(id: string): Promise<Answer> {
    const hashes = this.bundles.get(id) ?? [];
    const receipts = await Promise.all(
      hashes.map((hash) => call<Record<string, unknown> | null>(this.node, "eth_getTransactionReceipt", [hash])),
    );
    const mined = receipts.every((receipt) => receipt !== null);
    const failed = receipts.some((receipt) => receipt?.["status"] === "0x0");
    const status = !mined ? 100 : failed ? 500 : 200;
    return { result: { version: "2.0.0", id, chainId: hex(this.home), status, atomic: true, receipts } };
  }
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

/** Runs in the page before any of its scripts. */
function announced(): void {
  type Listener = (value: unknown) => void;
  const asked = (window as unknown as { __asked: (method: string, params: unknown) => Promise<Answer> }).__asked;
  const listeners = new Map<string, Set<Listener>>();
  window.addEventListener("test-wallet", (event) => {
    const { name, what } = (event as CustomEvent<{ name: string; what: unknown }>).detail;
    for (const listener of listeners.get(name) ?? []) listener(what);
  });
  const provider = {
    async request({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
      const answer = await asked(method, params ?? []);
      if ("result" in answer) return answer.result;
      throw Object.assign(new Error(answer.error.message), answer.error);
    },
    on(name: string, listener: Listener) {
      if (!listeners.has(name)) listeners.set(name, new Set());
      listeners.get(name)?.add(listener);
      return provider;
    },
    removeListener(name: string, listener: Listener) {
      listeners.get(name)?.delete(listener);
      return provider;
    },
  };
  const icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/%3E";
  const info = { uuid: "00000000-0000-4000-8000-000000000100", name: "Test wallet", icon, rdns: "test.wallet" };
  const announce = (): void => {
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  };
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}
