import { useId } from "react";

import type { Route } from "../route";

export type RouteView = {
  readonly route: Route;
  readonly name: string;
  readonly text: string;
  /** All costs as they stand: "14.19 USDC, 1.42%". */
  readonly cost: string | undefined;
  /** Why it is off; empty: it is open. */
  readonly closed: string;
};

/** The ways side by side, each with its whole cost and time. One that is off says why and can't be chosen. */
export function Routes({
  legend, routes, chosen, onChoose,
}: {
  readonly legend: string;
  readonly routes: readonly RouteView[];
  readonly chosen: Route;
  readonly onChoose: (route: Route) => void;
}) {
  const name = useId();
  return (
    <fieldset className="routes">
      <legend className="vh">{legend}</legend>
      {routes.map(({ route, name: title, text, cost, closed }) => {
        const off = closed !== "";
        const id = `${name}-${route}`;
        return (
          <label key={route} className={off ? "route off" : "route"} htmlFor={id}>
            <input
              id={id}
              type="radio"
              name={name}
              value={route}
              checked={chosen === route}
              aria-disabled={off || undefined}
              aria-describedby={`${id}-text`}
              // One that is off stays in reach of the keyboard, so that its reason can be heard.
              onChange={() => {
                if (!off) onChoose(route);
              }}
              // Pressing the one that was chosen for the reader makes it their own choice.
              onClick={() => {
                if (!off) onChoose(route);
              }}
            />
            <b>{title}</b>
            <span id={`${id}-text`}>
              <span>{off ? closed : text}</span>
              {!off && cost !== undefined && <span className="route-cost">{cost}</span>}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
