/**
 * Where a token keeps an allowance or a balance. With that slot overridden, gas can be estimated before anything is
 * approved, and for somebody who has no USDC yet.
 */
import { type Address, type Client, encodeFunctionData, erc20Abi, type Hex, numberToHex, type StateOverride } from "viem";
import { call, createAccessList } from "viem/actions";

const found = new Map<string, Hex | undefined>();
/** More than any real amount, and told apart from what is there. */
const PROBE = 2n ** 200n + 12_345n;

async function slotOf(client: Client, token: Address, data: Hex): Promise<Hex | undefined> {
  const key = `${client.chain?.id ?? 0} ${token} ${data}`;
  if (found.has(key)) {
    return found.get(key);
  }
  const { accessList } = await createAccessList(client, { to: token, data });
  const candidates = accessList.filter((one) => one.address.toLowerCase() === token.toLowerCase()).flatMap((one) => one.storageKeys);
  let slot: Hex | undefined;
  for (const candidate of candidates) {
    const stateDiff = [{ slot: candidate, value: numberToHex(PROBE, { size: 32 }) }];
    const answer = await call(client, { to: token, data, stateOverride: [{ address: token, stateDiff }] }).catch(() => undefined);
    if (answer?.data !== undefined && BigInt(answer.data) === PROBE) {
      slot = candidate;
      break;
    }
  }
  found.set(key, slot);
  return slot;
}

export type Pretend = { readonly token: Address; readonly owner: Address; readonly spender: Address; readonly amount: bigint; readonly balance: boolean };

/**
 * As though `owner` had approved `amount`, and had it where `balance` asks so. Undefined where the token's storage, or
 * the node, does not allow it.
 */
export async function pretendApproved(client: Client, pretend: Pretend): Promise<StateOverride | undefined> {
  const { token, owner, spender, amount, balance } = pretend;
  const allowance = encodeFunctionData({ abi: erc20Abi, functionName: "allowance", args: [owner, spender] });
  const balanceOf = encodeFunctionData({ abi: erc20Abi, functionName: "balanceOf", args: [owner] });
  const slots = await Promise.all([slotOf(client, token, allowance), ...(balance ? [slotOf(client, token, balanceOf)] : [])]);
  if (slots.some((slot) => slot === undefined)) {
    return undefined;
  }
  const value = numberToHex(amount, { size: 32 });
  const stateDiff = slots.map((slot) => ({ slot: slot!, value }));
  // Somebody without ether could not pay for gas; what it would cost is asked all the same.
  const ether = { address: owner, balance: 10n ** 20n };
  return [{ address: token, stateDiff }, ...(balance ? [ether] : [])];
}
