import { useId } from "react";

import { percentOfBps } from "../../format";

export const SLIPPAGES = [10, 25, 50, 100, 200] as const;
export const USUAL_SLIPPAGE = 50;

export function SlippagePick({ label, value, onPick }: { readonly label: string; readonly value: number; readonly onPick: (bps: number) => void }) {
  const id = useId();
  return (
    <>
      <label className="vh" htmlFor={id}>{label}</label>
      <select id={id} className="slippage" value={value} onChange={(event) => onPick(Number(event.target.value))}>
        {SLIPPAGES.map((bps) => <option key={bps} value={bps}>{percentOfBps(bps)}</option>)}
      </select>
    </>
  );
}
