import type { ReactNode } from "react";

import { useAccountState, useSwitchHere, useWallets } from "../../chain";
import { openWallet } from "../../parts";
import { trade } from "../../words/trade";

/**
 * The button at the end of a form, or what has to come before it: a wallet, its network. While something is wrong with
 * the form the button stays where it is, and pressing it leads to what is wrong.
 */
export function Act({ children }: { readonly children: ReactNode }) {
  const account = useAccountState();
  const { wallets, pending } = useWallets();
  const { ask, pending: switching } = useSwitchHere();
  const words = trade.problem;
  const only = wallets.length === 1 ? wallets[0] : undefined;
  if (account.kind === "wallet" && account.wrongChain) {
    return (
      <div className="stack">
        <p className="trade-error" role="status">{words.wrongChain}</p>
        <button type="button" className="btn primary wide" aria-disabled={switching || undefined} onClick={() => void ask()}>{words.switch}</button>
      </div>
    );
  }
  if (account.kind !== "wallet") {
    return (
      <div className="stack">
        {account.kind === "watched" && <p className="small dim">{words.watched}</p>}
        {only === undefined ? (
          <button type="button" className="btn primary wide" onClick={openWallet}>{words.noAccount}</button>
        ) : (
          <button type="button" className="btn primary wide" aria-disabled={pending || undefined} onClick={only.connect}>
            {words.connectWith(only.name)}
          </button>
        )}
      </div>
    );
  }
  return <>{children}</>;
}
