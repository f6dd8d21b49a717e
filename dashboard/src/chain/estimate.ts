import { type Client, type Hex, numberToHex, type StateOverride } from "viem";

/**
 * `eth_estimateGas` for a call of ours, also against a state that is not there yet. viem's own brings everything that
 * signing a transaction needs, 18 kB gzip, which a wallet does here.
 */
export type GasCall = {
  readonly account: Hex;
  readonly to: Hex;
  readonly data: Hex;
  readonly value?: bigint;
  readonly stateOverride?: StateOverride;
};

function overrideOf(override: StateOverride): Record<Hex, object> {
  const slots = (pairs: readonly { slot: Hex; value: Hex }[] | undefined) =>
    pairs === undefined ? undefined : Object.fromEntries(pairs.map(({ slot, value }) => [slot, value]));
  return Object.fromEntries(
    override.map(({ address, balance, code, nonce, state, stateDiff }) => [
      address,
      {
        ...(balance === undefined ? {} : { balance: numberToHex(balance) }),
        ...(nonce === undefined ? {} : { nonce: numberToHex(nonce) }),
        ...(code === undefined ? {} : { code }),
        ...(state === undefined ? {} : { state: slots(state) }),
        ...(stateDiff === undefined ? {} : { stateDiff: slots(stateDiff) }),
      },
    ]),
  );
}

export async function estimateGas(client: Client, { account, to, data, value, stateOverride }: GasCall): Promise<bigint> {
  const call = { from: account, to, data, ...(value === undefined ? {} : { value: numberToHex(value) }) };
  const params = stateOverride === undefined ? [call] : [call, "latest", overrideOf(stateOverride)];
  const units = await client.request({ method: "eth_estimateGas", params } as never);
  return BigInt(units as Hex);
}
