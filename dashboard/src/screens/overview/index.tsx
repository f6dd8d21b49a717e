import { useEffect, useState } from "react";
import { useChain, useHead } from "../../chain";
import { setCursor, useAssets, useFund, useFundAtCursor, useHistory, useRebalances } from "../../fund";
import { overview as words } from "../../words/overview";
import { ChangeCard } from "./ChangeCard";
import { Contracts } from "./Contracts";
import { HoldCard } from "./HoldCard";
import { BareOverview } from "./BareOverview";
import { OverviewSkeleton } from "./OverviewSkeleton";
import { PriceChart } from "./PriceChart";
import { PriceTile } from "./PriceTile";
import { RiskBox } from "./RiskBox";
import { SignalCard } from "./SignalCard";
import "./overview.css";

/** Signal, holdings and trades as one story: the week that the chart's cursor is on is the week of all three. */
export default function Overview() {
  const { config } = useChain();
  const { data: fund, error } = useFund();
  const { data: history } = useHistory();
  const { data: rebalances = [] } = useRebalances();
  const { data: assets } = useAssets();
  const { lost } = useHead();
  const then = useFundAtCursor();
  const wide = useWide();
  // Another screen begins at now.
  useEffect(() => () => setCursor(null), []);
  if (fund === undefined) {
    return error === null ? <OverviewSkeleton /> : <BareOverview />;
  }
  const points = history?.points ?? [];
  return (
    <>
      <div className="hero">
        <PriceTile fund={fund} points={points} rebalances={rebalances} lost={lost} vault={config.deployment.vault} />
        <PriceChart
          fund={fund}
          points={history?.drawn ?? []}
          rebalances={rebalances}
          always={history?.alwaysHeld ?? []}
          assets={assets}
        />
      </div>
      <div className="story-intro">
        <h2>{words.story.title}</h2>
        <p>{words.story.lead}</p>
      </div>
      <div className="story">
        <SignalCard fund={fund} then={then} />
        <HoldCard fund={fund} then={then} assets={assets} height={wide ? 470 : undefined} />
        <ChangeCard
          rebalances={rebalances}
          rebalance={then === null ? (rebalances.at(-1) ?? null) : (then.rebalance ?? null)}
          assets={assets}
        />
      </div>
      <div className="ends">
        <Contracts />
        <RiskBox fund={fund} />
      </div>
    </>
  );
}

/** The map keeps the height of the signal beside it. */
function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia("(min-width: 1100px)").matches);
  useEffect(() => {
    const media = matchMedia("(min-width: 1100px)");
    const changed = () => setWide(media.matches);
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, []);
  return wide;
}
