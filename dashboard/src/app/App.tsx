import { lazy, Suspense } from "react";
import { type ScreenName, useRoute } from "../parts/route";

const screens = {
  overview: lazy(() => import("../screens/overview")),
  holdings: lazy(() => import("../screens/holdings")),
  transactions: lazy(() => import("../screens/transactions")),
  strategy: lazy(() => import("../screens/strategy")),
  mine: lazy(() => import("../screens/mine")),
  buy: lazy(() => import("../screens/buy")),
  sell: lazy(() => import("../screens/sell")),
} satisfies Record<ScreenName, unknown>;

export function App() {
  const { screen } = useRoute();
  const Screen = screens[screen];
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Suspense fallback={null}>
        <Screen />
      </Suspense>
    </main>
  );
}
