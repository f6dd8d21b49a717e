import { lazy, Suspense, useEffect, useRef } from "react";
import { ChainProvider, useConfig } from "../chain";
import { FundProvider } from "../fund";
import { Notice, type ScreenName, Skeleton, useRoute } from "../parts";
import { useShellDialog } from "../parts/dialogs";
import { LIVE_REGION } from "../parts/say";
import { shell } from "../words";
import { Banner } from "./Banner";
import { ErrorBoundary } from "./ErrorBoundary";
import { Footer } from "./Footer";
import { GlanceDialog } from "./GlanceDialog";
import { Header } from "./Header";
import { StatusLine } from "./StatusLine";
import { TabBar } from "./TabBar";
import { WalletDialog } from "./WalletDialog";

const screens = {
  overview: lazy(() => import("../screens/overview")),
  holdings: lazy(() => import("../screens/holdings")),
  transactions: lazy(() => import("../screens/transactions")),
  strategy: lazy(() => import("../screens/strategy")),
  mine: lazy(() => import("../screens/mine")),
  buy: lazy(() => import("../screens/buy")),
  sell: lazy(() => import("../screens/sell")),
} satisfies Record<ScreenName, unknown>;

const TradeBar = lazy(async () => ({ default: (await import("../trade/parts/TradeBar")).TradeBar }));
const Follower = lazy(async () => ({ default: (await import("../trade/track/Follower")).Follower }));

/** The page, once it knows which chain it reads. */
export function App() {
  const config = useConfig();
  if (config.data === undefined) {
    return config.error === null ? <Loading /> : <NoConfig reason={config.error.message} />;
  }
  return (
    <ChainProvider config={config.data}>
      <FundProvider>
        <a className="skip" href="#main" onClick={skip}>
          {shell.skip}
        </a>
        {config.data.demonstration !== null && (
          <aside className="demo" aria-label={shell.demonstration}>
            {config.data.demonstration}
          </aside>
        )}
        <Header />
        <StatusLine />
        <Banner />
        <Suspense fallback={null}>
          <Follower />
        </Suspense>
        <Screen />
        <Footer />
        <TradeLinks />
        <TabBar />
        <Dialogs />
        <div id={LIVE_REGION} className="vh" aria-live="polite" />
      </FundProvider>
    </ChainProvider>
  );
}

/** The hash is the route, so the link moves the focus itself. */
function skip(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Screen() {
  const { screen } = useRoute();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(screen);
  const Content = screens[screen];
  useEffect(() => {
    document.title = `${shell.screens[screen]} · ${shell.name}`;
    // The first screen leaves the focus where the browser put it.
    if (shown.current === screen) return;
    shown.current = screen;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [screen]);
  return (
    <main id="main" className="wrap" tabIndex={-1} ref={main}>
      <ErrorBoundary key={screen}>
        <Suspense fallback={<Loading />}>
          <Content />
        </Suspense>
      </ErrorBoundary>
    </main>
  );
}

/** On every screen but those that trade themselves. */
function TradeLinks() {
  const { screen } = useRoute();
  if (screen === "buy" || screen === "sell") return null;
  return (
    <Suspense fallback={null}>
      <TradeBar />
    </Suspense>
  );
}

function Dialogs() {
  const open = useShellDialog();
  return (
    <>
      <WalletDialog open={open === "wallet"} />
      <GlanceDialog open={open === "glance"} />
    </>
  );
}

function Loading() {
  return (
    <div className="screen-loading" role="status">
      <span className="vh">{shell.failure.loading}</span>
      <Skeleton width="40%" height="36px" />
      <Skeleton height="240px" />
    </div>
  );
}

function NoConfig({ reason }: { readonly reason: string }) {
  return (
    <main className="wrap">
      <Notice tone="bad" title={shell.failure.config}>
        {shell.failure.configText(reason)}
      </Notice>
    </main>
  );
}
