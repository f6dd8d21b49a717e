/** ERC-2612: the typed data of a token, known to be right because the token's own separator says so. */
import { type Client, domainSeparator, type Hex } from "viem";
import { getChainId, readContract } from "viem/actions";

/** Written out: viem's reader of signatures weighs 3 kB. */
const view = <Name extends string, Type extends "string" | "bytes32">(name: Name, type: Type) =>
  ({ type: "function", name, stateMutability: "view", inputs: [], outputs: [{ name: "", type }] }) as const;
const NONCES = {
  type: "function", name: "nonces", stateMutability: "view",
  inputs: [{ name: "owner", type: "address" }], outputs: [{ name: "", type: "uint256" }],
} as const;
const ABI = [view("name", "string"), view("version", "string"), view("DOMAIN_SEPARATOR", "bytes32"), NONCES] as const;

const PERMIT = {
  EIP712Domain: [
    { name: "name", type: "string" },
    { name: "version", type: "string" },
    { name: "chainId", type: "uint256" },
    { name: "verifyingContract", type: "address" },
  ],
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

export type Permit = { readonly token: Hex; readonly owner: Hex; readonly spender: Hex; readonly value: bigint; readonly deadline: bigint };

/** Versions that tokens without a version() use. */
const VERSIONS = ["1", "2"];

/** Undefined for a token that takes no permit, or whose domain is not known: it is approved instead. */
export async function permitData(client: Client, permit: Permit) {
  const { token, owner, spender, value, deadline } = permit;
  try {
    const [name, separator, nonce, version, chainId] = await Promise.all([
      readContract(client, { address: token, abi: ABI, functionName: "name" }),
      readContract(client, { address: token, abi: ABI, functionName: "DOMAIN_SEPARATOR" }),
      readContract(client, { address: token, abi: ABI, functionName: "nonces", args: [owner] }),
      readContract(client, { address: token, abi: ABI, functionName: "version" }).catch(() => undefined),
      client.chain?.id ?? getChainId(client),
    ]);
    const domain = [...(version === undefined ? [] : [version]), ...VERSIONS]
      .map((one) => ({ name, version: one, chainId, verifyingContract: token }))
      .find((one) => domainSeparator({ domain: one }) === separator);
    if (domain === undefined) {
      return undefined;
    }
    const message = { owner, spender, value, nonce, deadline };
    return { domain, types: PERMIT, primaryType: "Permit", message } as const;
  } catch {
    return undefined;
  }
}

