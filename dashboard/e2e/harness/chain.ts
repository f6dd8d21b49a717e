// The chain of the stage as a test uses it: viem's clients on the node itself, and the accounts that have a part.
import { type Address, createTestClient, http, publicActions, walletActions } from "viem";
import { foundry } from "viem/chains";
import { call } from "./rpc";

/** Places of the development accounts; world/index.py gives them their roles in this order. */
const ROLES = [
  ...["deployer", "owner", "guardian", "proposer", "executor", "holder", "otherHolder"],
  ...["manager", "market", "anyone", "platform"],
] as const;

export type Role = "deployer" | "owner" | "guardian" | "proposer" | "executor" | "holder" | "otherHolder" | "manager" | "market" | "anyone" | "platform";

function client(node: string) {
  return createTestClient({ mode: "anvil", chain: foundry, transport: http(node), pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions);
}

export class Chain {
  /** Reads, writes for unlocked accounts, and anvil's own methods. */
  readonly client: ReturnType<typeof client>;

  private constructor(
    readonly node: string,
    private readonly accounts: readonly Address[],
  ) {
    this.client = client(node);
  }

  static async open(node: string): Promise<Chain> {
    return new Chain(node, await call<readonly Address[]>(node, "eth_accounts"));
  }

  account(role: Role): Address {
    const found = this.accounts[ROLES.indexOf(role)];
    if (found === undefined) throw new Error(`chain: the node has no account for ${role}`);
    return found;
  }

  /** A block so many seconds after the head. */
  async pass(seconds: number): Promise<void> {
    await call(this.node, "evm_increaseTime", [seconds]);
    await call(this.node, "evm_mine");
  }

  async remember(): Promise<string> {
    return call<string>(this.node, "evm_snapshot");
  }

  async back(snapshot: string): Promise<void> {
    // What waits would be mined after the return, into the next test.
    await call(this.node, "anvil_dropAllTransactions");
    if (!(await call<boolean>(this.node, "evm_revert", [snapshot]))) throw new Error("chain: it could not be put back");
  }
}
