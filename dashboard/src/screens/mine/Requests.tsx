import { useState } from "react";
import { isAddress, type Hex } from "viem";

import { useChain } from "../../chain";
import { sharesInFull, stamp, tokens, usdcInFull } from "../../format";
import { useAssets } from "../../fund";
import { Card, Term } from "../../parts";
import { cancelRequest, collect, collectClaim, takeBack } from "../../trade/send/calls";
import { plainIntent, type Intent } from "../../trade/send/intent";
import type { ClaimOn, Own, Waiting } from "../../trade/position/requests";
import { mine } from "../../words/mine";

const words = mine.requests;

/** Raw USDC or shares, with the unit. */
function amountText(shares: boolean, amount: bigint): string {
  return shares ? `${sharesInFull(amount)} shares` : `${usdcInFull(amount)} USDC`;
}

/** What waits, what can be collected, what is set aside: each with its next date from the chain and its button. */
export function Requests({
  own, account, canSign, onStart,
}: {
  readonly own: Own;
  readonly account: Hex;
  readonly canSign: boolean;
  readonly onStart: (intent: Intent) => void;
}) {
  const { config } = useChain();
  const at = config.deployment;
  const empty = own.waiting.length + own.collectable.length + own.returned.length + own.claims.length === 0;
  return (
    <Card title={words.title} className="c12">
      {empty ? (
        <p className="dim">{words.empty}</p>
      ) : (
        <ul className="sent">
          {own.collectable.map((one) => {
            const pays = amountText(!one.redemption, one.pays);
            return (
              <Entry
                key={`collect ${one.redemption}`}
                title={words.ready(pays)}
                text={words.readyText(amountText(one.redemption, one.amount))}
                button={words.collect}
                primary
                canSign={canSign}
                onPress={() => onStart(plainIntent("collect", account, pays, collect(at, one.redemption, one.amount, account)))}
              />
            );
          })}
          {own.returned.map((one) => {
            const amount = amountText(one.redemption, one.amount);
            return (
              <Entry
                key={`returned ${one.redemption} ${one.batch}`}
                title={words.returned(amount)}
                text={words.returnedText}
                button={words.collect}
                primary
                canSign={canSign}
                onPress={() => onStart(plainIntent("take-back", account, amount, takeBack(at, one.redemption, one.batch, account)))}
              />
            );
          })}
          {own.waiting.map((one) => {
            const amount = amountText(one.redemption, one.amount);
            const open = !one.locked || one.cancellableAt === 0;
            return (
              <Entry
                key={`waiting ${one.redemption} ${one.batch}`}
                title={one.redemption ? words.selling(amount, one.batch.toString()) : words.buying(amount, one.batch.toString())}
                text={waitingText(one)}
                button={open ? (one.locked ? words.back : words.cancel) : undefined}
                canSign={canSign}
                onPress={() => onStart(plainIntent("cancel", account, amount, cancelRequest(at, one.redemption, one.batch, account)))}
              />
            );
          })}
          {own.claims.map((claim) => (
            <Claim key={`claim ${claim.asset}`} claim={claim} account={account} canSign={canSign} onStart={onStart} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function waitingText(one: Waiting): string {
  if (!one.locked) {
    return one.settlesAt === 0 ? words.locksLater(stamp(one.locksAt)) : words.locks(stamp(one.locksAt), stamp(one.settlesAt));
  }
  return one.cancellableAt === 0 ? words.overdue : words.locked(stamp(one.settlesAt), stamp(one.settlesForAnyoneAt), stamp(one.cancellableAt));
}

function Entry({
  title, text, button, primary = false, canSign, onPress,
}: {
  readonly title: string;
  readonly text: string;
  readonly button: string | undefined;
  readonly primary?: boolean;
  readonly canSign: boolean;
  readonly onPress: () => void;
}) {
  return (
    <li>
      <div><b>{title}</b><p>{text}</p></div>
      {button !== undefined && canSign && (
        <button type="button" className={primary ? "btn small primary" : "btn small"} aria-label={`${button}: ${title}`} onClick={onPress}>{button}</button>
      )}
    </li>
  );
}

/** A claim may go to any address, for the token may refuse the account's own. */
function Claim({ claim, account, canSign, onStart }: { readonly claim: ClaimOn; readonly account: Hex; readonly canSign: boolean; readonly onStart: (intent: Intent) => void }) {
  const { config } = useChain();
  const { data: assets } = useAssets();
  const [receiver, setReceiver] = useState<string>(account);
  const asset = assets.get(claim.asset);
  const what = words.claim(tokens(claim.amount, asset?.decimals ?? 18, "down"), asset?.symbol ?? `asset ${claim.asset}`);
  const good = isAddress(receiver.trim());
  const id = `receiver-${claim.asset}`;
  return (
    <li>
      <div>
        <b><Term of="claim" />: {what}</b>
        <p>{words.claimText}</p>
        {canSign && (
          <p className="claim-receiver">
            <label htmlFor={id}>{words.receiver}</label>
            <input id={id} className="input mono" value={receiver} spellCheck={false} autoComplete="off" aria-invalid={!good || undefined} aria-describedby={good ? undefined : `${id}-problem`} onChange={(event) => setReceiver(event.target.value)} />
            {!good && <span id={`${id}-problem`} className="trade-error">{words.badReceiver}</span>}
          </p>
        )}
      </div>
      {canSign && (
        <button
          type="button"
          className="btn small"
          aria-disabled={!good || undefined}
          aria-label={`${words.collect}: ${what}`}
          onClick={() => good && onStart(plainIntent("claim", account, what, collectClaim(config.deployment, claim.asset, receiver.trim() as Hex)))}
        >
          {words.collect}
        </button>
      )}
    </li>
  );
}
