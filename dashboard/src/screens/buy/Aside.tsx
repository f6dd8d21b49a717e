import { count, gauge, percentOfBps } from "../../format";
import type { Fund } from "../../fund";
import { trade } from "../../words/trade";

const words = trade.aside;

/** What is bought, which way, and how to get out, beside the form. */
export function Aside({ fund, levyBps }: { readonly fund: Fund | undefined; readonly levyBps: number | undefined }) {
  const held = fund?.holdings.filter((one) => one.held && !one.stable).length ?? 0;
  return (
    <aside className="trade-aside">
      {fund !== undefined && (
        <div>
          <h2>{words.what}</h2>
          <p>{fund.decision.bull ? words.whatBull(count(held, "crypto asset"), gauge(fund.decision.gauge)) : words.whatBear(gauge(fund.decision.gauge))}</p>
        </div>
      )}
      {levyBps !== undefined && (
        <div>
          <h2>{words.which}</h2>
          <p>{words.whichText(percentOfBps(levyBps))}</p>
        </div>
      )}
      <div>
        <h2>{words.out}</h2>
        <p>{words.outText}</p>
      </div>
      <div>
        <h2>{words.where}</h2>
        <p>{words.whereText}</p>
      </div>
    </aside>
  );
}
