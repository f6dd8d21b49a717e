// A request, checked.
import { type Address, isAddress } from "viem";
import { CONTRACTS, type ContractName } from "./funds";

export type Asked = {
  readonly chain: number;
  readonly vault: Address;
  readonly from: bigint;
  readonly to: bigint;
  readonly limit: number;
  /** With what has no number: ERC-20, ERC-4626 and ERC-7540 events that repeat one that has. */
  readonly everything: boolean;
  readonly contract: ContractName | undefined;
  /** Only numbers above this one. */
  readonly after: bigint | undefined;
};

export const MOST_ROWS = 10_000;
const LAST_BLOCK = 2n ** 63n;
const NUMBER = /^\d{1,18}$/;

/** What is wrong, as text, where something is. */
export function readAsked(chain: string, vault: string, query: (name: string) => string | undefined): Asked | string {
  if (!NUMBER.test(chain) || !isAddress(vault, { strict: false })) return "the path is /CHAIN ID/VAULT/rows, logs or prices";
  for (const name of ["from", "to", "after", "limit"]) {
    const value = query(name);
    if (value !== undefined && !NUMBER.test(value)) return `${name} is not a whole number`;
  }
  const limit = Number(query("limit") ?? MOST_ROWS);
  if (limit < 1 || limit > MOST_ROWS) return `limit is not between 1 and ${MOST_ROWS}`;
  const contract = CONTRACTS.find((name) => name === query("contract"));
  if (query("contract") !== undefined && contract === undefined) return `contract is none of ${CONTRACTS.join(", ")}`;
  const after = query("after");
  if (after !== undefined && contract === undefined) return "after needs a contract: each numbers its own events";
  return {
    chain: Number(chain),
    vault: vault.toLowerCase() as Address,
    from: BigInt(query("from") ?? 0),
    to: BigInt(query("to") ?? LAST_BLOCK),
    limit,
    everything: query("all") === "1",
    contract,
    after: after === undefined ? undefined : BigInt(after),
  };
}
