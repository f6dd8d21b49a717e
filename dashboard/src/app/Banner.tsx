import type { ReactNode } from "react";
import { useChain, useHead, useNow, useSeen, useSwitchHere } from "../chain";
import { listed, span, stamp } from "../format";
import { type Condition, type Fund, useCondition, useFund, useLog } from "../fund";
import { hrefOf, Notice } from "../parts";
import { shell } from "../words";

const words = shell.banner;

/** One at a time, worst first, and not to be dismissed: it goes when its cause does. */
export function Banner() {
  const condition = useCondition();
  const content = CONTENT[condition];
  return (
    <div className="wrap" role="status" aria-live="polite">
      {content !== undefined && <div className="banner">{content()}</div>}
    </div>
  );
}

const CONTENT: Partial<Record<Condition, () => ReactNode>> = {
  silent: () => <LostNotice behind={false} />,
  behind: () => <LostNotice behind />,
  "other-chain": () => <OtherChainNotice />,
  "wrong-wallet": () => <WrongWalletNotice />,
  lens: () => (
    <Notice tone="bad" title={words.lens.title} action={<Go href={hrefOf("sell", { route: "kind" })}>{words.lens.action}</Go>}>
      {words.lens.text}
    </Notice>
  ),
  unread: () => <UnreadNotice />,
  gaps: () => <GapsNotice />,
  "wound-down": () => <Notice tone="warn" title={words.woundDown.title}>{words.woundDown.text}</Notice>,
  "no-price": () => <WithFund>{(fund) => <NoPriceNotice fund={fund} />}</WithFund>,
  paused: () => (
    <WithFund>
      {(fund) => <Notice tone="warn" title={words.paused.title(stamp(fund.pausedUntil))}>{words.paused.text}</Notice>}
    </WithFund>
  ),
  keeper: () => <WithFund>{(fund) => <KeeperNotice fund={fund} />}</WithFund>,
  rebalancing: () => <Notice tone="info" title={words.rebalancing.title}>{words.rebalancing.text}</Notice>,
  empty: () => <Notice tone="info" title={words.empty.title}>{words.empty.text}</Notice>,
};

function Go({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <a className="btn small" href={href}>
      {children}
    </a>
  );
}

function WithFund({ children }: { readonly children: (fund: Fund) => ReactNode }) {
  const { data } = useFund();
  return data === undefined ? null : children(data);
}

function LostNotice({ behind }: { readonly behind: boolean }) {
  const { seen } = useSeen();
  const text = behind ? words.behind : words.silent;
  return (
    <Notice tone="warn" title={text.title} action={<AnotherNode />}>
      {seen === null ? words.silent.none : text.text(stamp(seen.time), seen.block)}
    </Notice>
  );
}

function OtherChainNotice() {
  const { config } = useChain();
  return (
    <Notice tone="bad" title={words.otherChain.title} action={<AnotherNode />}>
      {words.otherChain.text(words.network(config.name, config.chainId))}
    </Notice>
  );
}

function AnotherNode() {
  const { nodes, head } = useChain();
  return (
    <button
      type="button"
      className="btn small"
      onClick={() => {
        nodes.another();
        void head.ask();
      }}
    >
      {words.another}
    </button>
  );
}

function WrongWalletNotice() {
  const { config } = useChain();
  const { ask, pending, error } = useSwitchHere();
  const action = (
    <button type="button" className="btn small" disabled={pending} onClick={ask}>
      {words.wrongWallet.action}
    </button>
  );
  return (
    <Notice tone="warn" title={words.wrongWallet.title} action={action}>
      {error === null ? words.wrongWallet.text(words.network(config.name, config.chainId)) : words.wrongWallet.failed}
    </Notice>
  );
}

function UnreadNotice() {
  const { error } = useFund();
  return (
    <Notice tone="bad" title={words.read.title} action={<AnotherNode />}>
      {words.read.text(error?.message.split("\n")[0] ?? "")}
    </Notice>
  );
}

function GapsNotice() {
  const gaps = useLog().data?.gaps ?? [];
  const missing = gaps.reduce((sum, gap) => sum + Number(gap.to - gap.from) + 1, 0);
  return (
    <Notice tone="bad" title={words.gaps.title} action={<Go href={hrefOf("transactions")}>{words.gaps.action}</Go>}>
      {words.gaps.text(missing)}
    </Notice>
  );
}

function NoPriceNotice({ fund }: { readonly fund: Fund }) {
  const names = fund.holdings.filter(({ id }) => fund.unpriced.includes(id)).map(({ symbol }) => symbol);
  const all = fund.holdings.filter(({ held }) => held).length === names.length;
  const text = all ? words.noPrice.all : listed(names);
  return <Notice tone="warn" title={words.noPrice.title(text)}>{words.noPrice.text}</Notice>;
}

function KeeperNotice({ fund }: { readonly fund: Fund }) {
  const now = useNow(60);
  const { time } = useHead();
  const since = Math.max(0, Math.max(now, time) - fund.keeperSilentSince);
  return <Notice tone="warn" title={words.keeper.title(span(since))}>{words.keeper.text}</Notice>;
}
