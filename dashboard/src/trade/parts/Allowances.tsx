import { shares, usdcWithUnit } from "../../format";
import { trade } from "../../words/trade";
import { useChain } from "../../chain";
import { approve } from "../send/calls";
import { plainIntent, type Intent } from "../send/intent";
import type { Purse } from "../quote/readings";
import type { Hex } from "viem";

const words = trade.allowance;

/** What may still be taken from the account, with a way to end it. After a failed purchase something can be left. */
export function Allowances({ purse, account, onRevoke }: { readonly purse: Purse | undefined; readonly account: Hex | null; readonly onRevoke: (intent: Intent) => void }) {
  const { config } = useChain();
  const { vault, router, queue, usdc } = config.deployment;
  if (purse === undefined || account === null) {
    return null;
  }
  const left = [
    { token: usdc, spender: vault, who: words.names.vault, amount: purse.usdcToVault, text: usdcWithUnit(purse.usdcToVault) },
    { token: usdc, spender: router, who: words.names.router, amount: purse.usdcToRouter, text: usdcWithUnit(purse.usdcToRouter) },
    { token: usdc, spender: queue, who: words.names.queue, amount: purse.usdcToQueue, text: usdcWithUnit(purse.usdcToQueue) },
    { token: vault, spender: queue, who: words.names.queue, amount: purse.sharesToQueue, text: `${shares(purse.sharesToQueue)} shares` },
  ].filter((one) => one.amount > 0n);
  if (left.length === 0) {
    return null;
  }
  return (
    <ul className="allowances">
      {left.map((one) => (
        <li key={`${one.token} ${one.spender}`}>
          <span>{words.left(one.text, one.who)}</span>
          <button
            type="button"
            className="link"
            aria-label={`${words.revoke}: ${one.who}, ${one.text}`}
            onClick={() => onRevoke(plainIntent("revoke", account, one.text, approve(one.token, one.spender, 0n)))}
          >
            {words.revoke}
          </button>
        </li>
      ))}
    </ul>
  );
}
