import { gasSum, usd } from "../../format";
import { trade } from "../../words/trade";
import { gasInUsd } from "../cost";
import type { GasAnswer } from "../quote/gas";
import { Line } from "./Lines";

/** Dollars first, then the sum; n/a with the reason where nobody knows. */
export function GasLine({ gas, ethPrice }: { readonly gas: GasAnswer | undefined; readonly ethPrice: bigint | undefined }) {
  const words = trade.gas;
  if (gas === undefined) {
    return <Line term={trade.lines.gas} value={words.unavailable} note={words.asking} />;
  }
  if (gas.kind === "unknown") {
    const why = gas.why.kind === "reverted" ? words.reverts : words.node;
    return <Line term={trade.lines.gas} value={words.unavailable} note={why} />;
  }
  const units = gas.units + gas.later;
  const sum = gasSum(units, gas.price);
  const note = gas.later > 0n ? trade.lines.gasBoth(sum) : sum;
  if (ethPrice === undefined) {
    return <Line term={trade.lines.gas} value={words.unavailable} note={`${note}; ${words.noPrice}`} />;
  }
  return <Line term={trade.lines.gas} value={usd(gasInUsd(units * gas.price, ethPrice), "up")} note={note} />;
}
