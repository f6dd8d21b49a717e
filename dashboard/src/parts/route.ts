import { useSyncExternalStore } from "react";

/** The page's screens. Hash routes: one build works at any path, also on a gateway of IPFS. */
export const SCREENS = ["overview", "holdings", "transactions", "strategy", "mine", "buy", "sell"] as const;
export type ScreenName = (typeof SCREENS)[number];

/** `#/transactions?epoch=3` is the screen "transactions" with the parameter epoch. */
export type Route = { readonly screen: ScreenName; readonly params: URLSearchParams };

export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const screen = SCREENS.find((name) => name === path) ?? "overview";
  return { screen, params: new URLSearchParams(query) };
}

export function hrefOf(screen: ScreenName, params: Record<string, string> = {}): string {
  const query = new URLSearchParams(params).toString();
  return `#/${screen}${query === "" ? "" : `?${query}`}`;
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

let last: { hash: string; route: Route } | null = null;

function current(): Route {
  if (last?.hash !== location.hash) last = { hash: location.hash, route: routeOf(location.hash) };
  return last.route;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current);
}
