/** What is typed and chosen in the form of a purchase or a sale. Nothing that comes from the chain changes it. */
import { useEffect, useMemo, useRef, useState } from "react";

import { useRoute } from "../parts";
import { parseAmount, separatorsOf, type Amount } from "./amount";
import { askedRoute, chooseRoute, type Choice, type Route, type RouteOffer } from "./route";
import { USUAL_SLIPPAGE } from "./parts/SlippagePick";

export const separators = separatorsOf();

export type TradeForm = {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly amount: Amount;
  /** Undefined while there is no amount above zero. */
  readonly value: bigint | undefined;
  readonly slippage: number;
  readonly setSlippage: (bps: number) => void;
  readonly expert: boolean;
  readonly setExpert: (on: boolean) => void;
  readonly ticked: boolean;
  readonly setTicked: (on: boolean) => void;
  readonly picked: Route | undefined;
  readonly pick: (route: Route) => void;
};

/** @param routes that a link may ask for: `#/sell?route=kind` opens the form with it */
export function useTradeForm(decimals: number, routes: readonly Route[]): TradeForm {
  const asked = askedRoute(useRoute().params.get("route"), routes);
  const [text, setText] = useState("");
  const [slippage, setSlippage] = useState(USUAL_SLIPPAGE);
  const [expert, setExpert] = useState(false);
  const [ticked, setTicked] = useState(false);
  const [picked, pick] = useState(asked);
  // A link to another route of the form that is open already.
  useEffect(() => {
    if (asked !== undefined) pick(asked);
  }, [asked]);
  const amount = useMemo(() => parseAmount(text, decimals, separators), [text, decimals]);
  return {
    text,
    setText: (next) => {
      setText(next);
      // What was seen was seen for another amount.
      setTicked(false);
    },
    amount,
    value: amount.kind === "value" && amount.value > 0n ? amount.value : undefined,
    slippage,
    setSlippage: (bps) => {
      setSlippage(bps);
      setTicked(false);
    },
    expert,
    setExpert,
    ticked,
    setTicked,
    picked,
    pick,
  };
}

/**
 * The route in use: what the reader picked, as long as it is open; else the one chosen for them. A choice for an amount
 * stays when the price is read again, so that nothing jumps under the pointer.
 */
export function useRouteInUse(
  offers: readonly RouteOffer[] | undefined,
  form: TradeForm,
  worth: bigint,
  usual: Route,
): { readonly route: Route; readonly choice: Choice | undefined } {
  const kept = useRef<{ readonly amount: bigint; readonly choice: Choice } | undefined>(undefined);
  if (offers !== undefined && form.value !== undefined) {
    const open = offers.filter((offer) => offer.closed === "").map((offer) => offer.route);
    const before = kept.current;
    const stays = before?.amount === form.value && open.includes(before.choice.route);
    const choice = stays ? before.choice : chooseRoute(offers, worth);
    kept.current = { amount: form.value, choice };
    if (form.picked !== undefined && (form.picked === "kind" || open.includes(form.picked))) {
      return { route: form.picked, choice: undefined };
    }
    return { route: choice.route, choice };
  }
  return { route: form.picked ?? kept.current?.choice.route ?? usual, choice: undefined };
}
