/** Keeps the list of sent transactions true. The shell mounts it once, so that it runs on every screen. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";

import { useChain, useSeen, type Client } from "../../chain";
import { useRefresh } from "../../fund";
import { useOpenWallet } from "../send/useWallet";
import { open, type Sent } from "./sent";
import { allSent, update, useSentHere } from "./store";
import { lookAt } from "./watch";

/** Milliseconds between looks where no block comes. */
const PERIOD = 2_500;

type OpenWallet = ReturnType<typeof useOpenWallet>;

/** Looks at every open entry once. The wallet is asked for batches of calls, which no node knows by their id. */
async function lookAtAll(client: Client, openWallet: OpenWallet, chainId: number): Promise<boolean> {
  let settled = false;
  for (const sent of allSent().filter((one) => one.chainId === chainId && open(one))) {
    const next = sent.hash === null ? await lookAtCalls(openWallet, sent) : await lookAt(client, sent, performance.now() / 1000);
    if (next !== undefined && JSON.stringify(next) !== JSON.stringify(sent)) {
      update(next);
      settled ||= next.state !== "pending";
    }
  }
  return settled;
}

async function lookAtCalls(openWallet: OpenWallet, sent: Sent): Promise<Sent | undefined> {
  try {
    const { state, hash, block } = await (await openWallet(sent.account)).statusOf(sent.id);
    if (state === "pending") {
      return undefined;
    }
    return { ...sent, state, ...(hash === undefined ? {} : { hash }), ...(block === undefined ? {} : { block }) };
  } catch {
    return undefined;
  }
}

export function useTracker(): void {
  const { client, config } = useChain();
  const refresh = useRefresh();
  const openWallet = useOpenWallet();
  const queries = useQueryClient();
  const block = useSeen().seen?.hash;
  const waiting = useSentHere().some(open);
  const busy = useRef(false);
  const latest = useRef(refresh);
  latest.current = refresh;

  const look = useCallback(async () => {
    if (busy.current || document.hidden) {
      return;
    }
    busy.current = true;
    try {
      if (await lookAtAll(client, openWallet, config.chainId)) {
        await latest.current();
        await queries.invalidateQueries({ queryKey: ["own"] });
      }
    } finally {
      busy.current = false;
    }
  }, [client, config.chainId, queries, openWallet]);

  useEffect(() => {
    if (!waiting) {
      return;
    }
    void look();
    const timer = setInterval(() => void look(), PERIOD);
    return () => clearInterval(timer);
  }, [waiting, block, look]);
}
