/** The course of one purchase, sale or collection, for a screen to draw. */
import { useCallback, useRef, useState } from "react";

import { useChain } from "../../chain";
import type { Sent } from "../track/sent";
import { settle } from "../track/store";
import type { Intent } from "./intent";
import { perform, type Means, type Outcome, type Stage } from "./perform";
import { refusalOf, type Refusal } from "./refusal";
import { useOpenWallet } from "./useWallet";

export type Marks = { readonly [stage in Stage]?: number };

export type Flow =
  | { readonly phase: "idle" }
  | { readonly phase: "running"; readonly intent: Intent; readonly stage: Stage; readonly means: Means; readonly marks: Marks; readonly startedAt: number; readonly sent: Sent | undefined }
  | {
      readonly phase: "refused"; readonly intent: Intent; readonly means: Means; readonly marks: Marks;
      readonly at: "check" | "sign" | "approve" | "send"; readonly refusal: Refusal; readonly approvable: boolean;
    }
  | { readonly phase: "settled"; readonly intent: Intent; readonly means: Means; readonly marks: Marks; readonly sent: Sent; readonly seconds: number; readonly approval: boolean };

const clock = () => performance.now() / 1000;

export function useFlow() {
  const { client, config } = useChain();
  const openWallet = useOpenWallet();
  const [flow, setFlow] = useState<Flow>({ phase: "idle" });
  const run = useRef(0);

  const start = useCallback(
    async (intent: Intent, forceApprove = false): Promise<Sent | undefined> => {
      const mine = ++run.current;
      const startedAt = clock();
      let marks: Marks = {};
      let means: Means = "none";
      // A flow that the reader left behind goes on in the list of transactions, not on the screen.
      const show = (next: Flow) => {
        if (run.current === mine) setFlow(next);
      };
      const onStage = (stage: Stage, by: Means) => {
        means = by;
        marks = { ...marks, [stage]: clock() - startedAt };
        show({ phase: "running", intent, stage, means, marks, startedAt, sent: undefined });
      };
      onStage("checking", "none");
      let outcome: Outcome;
      try {
        const wallet = await openWallet(intent.account);
        outcome = await perform({ client, wallet, at: config.deployment, chainId: config.chainId, onStage, settle }, intent, forceApprove);
      } catch (error) {
        outcome = { kind: "refused", at: "check", refusal: refusalOf(error), approvable: false };
      }
      if (outcome.kind === "refused") {
        const { at, refusal, approvable } = outcome;
        show({ phase: "refused", intent, means, marks, at, refusal, approvable });
        return undefined;
      }
      if (outcome.kind === "approval-failed") {
        show({ phase: "settled", intent, means, marks, sent: outcome.sent, seconds: clock() - startedAt, approval: true });
        return undefined;
      }
      show({ phase: "running", intent, stage: "sent", means, marks, startedAt, sent: outcome.sent });
      const sent = await settle(outcome.sent);
      show({ phase: "settled", intent, means, marks, sent, seconds: clock() - startedAt, approval: false });
      return sent;
    },
    [client, config, openWallet],
  );

  const reset = useCallback(() => {
    run.current += 1;
    setFlow({ phase: "idle" });
  }, []);

  return { flow, start, reset };
}
