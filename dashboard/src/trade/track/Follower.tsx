import { useRef } from "react";

import { useRoute } from "../../parts";
import { SentList } from "../parts/SentList";
import type { Sent } from "./sent";
import { useSentHere } from "./store";
import { useTracker } from "./useTracker";
import "../trade.css";

/** These have the whole list themselves, the confirmed ones too. */
const LISTED: readonly string[] = ["buy", "sell", "mine"];

/** Follows what was sent from every screen, and says on each what still waits and what failed. */
export function Follower() {
  useTracker();
  const { screen } = useRoute();
  const sent = useSentHere();
  return LISTED.includes(screen) ? null : <Elsewhere key={screen} sent={sent} />;
}

/** One that is confirmed while its entry stands here keeps it until another screen is opened. */
function Elsewhere({ sent }: { readonly sent: readonly Sent[] }) {
  const waited = useRef(new Set<string>());
  for (const one of sent) {
    if (one.state === "pending") waited.current.add(one.id);
  }
  const shown = sent.filter((one) => one.state !== "confirmed" || waited.current.has(one.id));
  return shown.length === 0 ? null : <div className="wrap sent-elsewhere"><SentList sent={shown} /></div>;
}
