import { trade } from "../../words/trade";
import { reasonWords } from "../send/refusal-words";
import type { Sent } from "../track/sent";
import { clear } from "../track/store";
import { TransactionLink } from "../../parts";

const words = trade.sent;

/** What this browser sent, and what became of it. Any entry can be taken off the list. */
export function SentList({ sent }: { readonly sent: readonly Sent[] }) {
  if (sent.length === 0) {
    return null;
  }
  return (
    <section className="card" aria-label={words.title}>
      <h2 className="sent-title">{words.title}</h2>
      <ul className="sent">
        {sent.map((one) => (
          <li key={one.id}>
            <div>
              <b>{words.kinds[one.kind]} {one.what}</b>
              <p role={one.state === "pending" ? undefined : "status"}>
                <span className={`sent-state ${one.state}`}>{words.states[one.state]}</span>
                {stateText(one)}
              </p>
              {one.hash !== null && <TransactionLink hash={one.hash} />}
            </div>
            <button type="button" className="btn small quiet" onClick={() => clear(one.id)} aria-label={`${trade.outcome.clear}: ${words.kinds[one.kind]} ${one.what}`}>
              {trade.outcome.clear}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What happened, what it means, what can be done. */
export function stateText(sent: Sent): string {
  const outcome = trade.outcome;
  switch (sent.state) {
    case "reverted": {
      const reason = sent.reason === undefined ? undefined : reasonWords(sent.reason);
      return reason === undefined ? outcome.reverted : `${reason.cause} ${reason.remedy}`;
    }
    case "replaced":
      return outcome.replaced[sent.how ?? "other"];
    case "dropped":
      return outcome.dropped;
    case "pending":
      return sent.how === "faster" ? outcome.replaced.faster : "";
    case "confirmed":
      return sent.block === undefined ? "" : trade.steps.block(sent.block.toLocaleString("en-US"));
  }
}
