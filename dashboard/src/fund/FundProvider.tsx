import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useChain } from "../chain";
import { Followed } from "./Followed";
import type { Reads } from "./join";
import { noCache, openCache } from "./log/cache";
import { LogReader } from "./log/LogReader";
import { sourceOf } from "./log/source";
import type { Log } from "./model";
import { type Bare, readBare, readFund } from "./reads";

/** Seconds between two reads of the lens, whose calls cost a node millions of gas. */
const FUND_GAP = 12_000;
const LOG_GAP = 4_000;

type Readers = {
  readonly fund: Followed<Reads>;
  readonly bare: Followed<Bare>;
  readonly log: Followed<Log>;
};

const Context = createContext<Readers | null>(null);

/** One reader of each kind for the whole page. */
export function FundProvider({ children }: { children: ReactNode }) {
  const { client, config, head } = useChain();
  const readers = useMemo<Readers>(() => {
    const { deployment } = config;
    const cache = typeof indexedDB === "undefined" ? noCache : openCache(`${config.chainId}:${deployment.vault}`);
    const indexer = config.indexer && `${config.indexer}${config.chainId}/${deployment.vault}/logs`;
    const reader = new LogReader(sourceOf(client, deployment, indexer), deployment.block, cache, (log) => followed.offer(log));
    const followed = new Followed<Log>(head, (seen) => reader.read(seen), LOG_GAP);
    return {
      fund: new Followed(head, (seen) => readFund(client, deployment, { block: seen.block, time: seen.time }), FUND_GAP),
      bare: new Followed(head, (seen) => readBare(client, deployment, { block: seen.block, time: seen.time }), FUND_GAP),
      log: followed,
    };
  }, [client, config, head]);
  return <Context value={readers}>{children}</Context>;
}

export function useReaders(): Readers {
  const readers = useContext(Context);
  if (readers === null) throw new Error("useReaders: not inside FundProvider");
  return readers;
}

/** Reads head, fund and log again at once: after a transaction of ours was included. */
export function useRefresh(): () => Promise<void> {
  const { head } = useChain();
  const { fund, log } = useReaders();
  return async () => {
    await head.ask();
    fund.refresh();
    log.refresh();
  };
}
