import { useEffect, useRef, type ReactNode } from "react";

import { span } from "../../format";
import { trade } from "../../words/trade";
import type { Explained } from "../../words/errors";
import type { Flow } from "../send/useFlow";
import type { Means, Stage } from "../send/perform";
import { refusalWords } from "../send/refusal-words";
import { stateText } from "./SentList";
import { TransactionLink } from "../../parts";

type StepKey = "check" | "sign" | "approve" | "confirm" | "send" | "done";
type StepState = "done" | "now" | "todo" | "fail";
type Step = { readonly key: StepKey; readonly name: string; readonly text: string; readonly state: StepState; readonly after: number | undefined };

const words = trade.steps;

function keysOf(means: Means): readonly StepKey[] {
  if (means === "permit") return ["check", "sign", "confirm", "send", "done"];
  if (means === "approve") return ["check", "approve", "confirm", "send", "done"];
  return ["check", "confirm", "send", "done"];
}

const STAGE_STEP: Readonly<Record<Stage, StepKey>> = {
  checking: "check", signing: "sign", approving: "approve", "approval-sent": "approve", opening: "confirm", sent: "send",
};
const NAMES: Readonly<Record<StepKey, string>> = {
  check: words.check, sign: words.sign, approve: words.approve, confirm: words.confirm, send: words.send, done: words.done,
};

/** The steps of a flow, with where it stands. Pure, for the test. */
export function stepsOf(flow: Exclude<Flow, { phase: "idle" }>): Step[] {
  const keys = keysOf(flow.means);
  const what = flow.intent.what;
  const texts: Readonly<Record<StepKey, string>> = {
    check: words.checking, sign: words.signing(what), approve: words.approving(what), confirm: words.confirming,
    send: words.sending, done: "",
  };
  const { at, failed } = standing(flow);
  const index = at === "end" ? keys.length : Math.max(0, keys.indexOf(at));
  const ended = flow.marks;
  const seconds: Readonly<Partial<Record<StepKey, number | undefined>>> = {
    check: ended.signing ?? ended.approving ?? ended.opening,
    sign: ended.opening,
    approve: ended.opening,
    confirm: ended.sent,
    send: flow.phase === "settled" && !failed ? flow.seconds : undefined,
    done: flow.phase === "settled" && !failed ? flow.seconds : undefined,
  };
  return keys.map((key, place) => ({
    key,
    name: NAMES[key],
    text: texts[key],
    state: place < index ? "done" : place > index ? "todo" : failed ? "fail" : "now",
    after: place < index ? seconds[key] : undefined,
  }));
}

function standing(flow: Exclude<Flow, { phase: "idle" }>): { readonly at: StepKey | "end"; readonly failed: boolean } {
  if (flow.phase === "running") {
    return { at: STAGE_STEP[flow.stage], failed: false };
  }
  if (flow.phase === "refused") {
    return { at: { check: "check", sign: "sign", approve: "approve", send: "confirm" }[flow.at] as StepKey, failed: true };
  }
  if (flow.approval) {
    return { at: "approve", failed: true };
  }
  return flow.sent.state === "confirmed" ? { at: "end", failed: false } : { at: "send", failed: true };
}

/** What failed, in the page's words; undefined while nothing has. */
export function failureOf(
  flow: Exclude<Flow, { phase: "idle" }>,
  symbolOf?: (asset: number) => string | undefined,
): Explained | undefined {
  if (flow.phase === "refused") {
    return refusalWords(flow.refusal, flow.at === "sign" ? "signature" : "transaction", symbolOf);
  }
  if (flow.phase === "settled" && flow.sent.state !== "confirmed") {
    const text = stateText(flow.sent);
    return { cause: flow.approval ? `${trade.outcome.approvalFailed} ${text}` : text, remedy: "" };
  }
  return undefined;
}

export function Progress({
  title, flow, symbolOf, onAgain, again = words.again, onRetry, onApprove, children,
}: {
  readonly title: string;
  readonly flow: Exclude<Flow, { phase: "idle" }>;
  readonly symbolOf?: (asset: number) => string | undefined;
  /** Back to the form, its amount kept. */
  readonly onAgain: () => void;
  /** What that is called where no form stands behind it. */
  readonly again?: string;
  readonly onRetry: () => void;
  readonly onApprove: () => void;
  /** The terms that were agreed to; none where nothing was to be agreed to. */
  readonly children?: ReactNode;
}) {
  const steps = stepsOf(flow);
  const failure = failureOf(flow, symbolOf);
  const heading = useRef<HTMLHeadingElement>(null);
  // The form is gone, and with it the focus: it goes to what took its place.
  useEffect(() => heading.current?.focus(), []);
  const hash = flow.phase === "running" ? flow.sent?.hash : flow.phase === "settled" ? flow.sent.hash : undefined;
  const declined = flow.phase === "refused" && (flow.refusal.kind === "declined" || flow.refusal.kind === "node" || flow.refusal.kind === "wrong-chain");
  return (
    <>
      <div className="card trade-left">
        <h2 ref={heading} tabIndex={-1}>{title}</h2>
        <ol className="steps">
          {steps.map((step) => (
            <li key={step.key} className={step.state} aria-current={step.state === "now" ? "step" : undefined}>
              <span className="step-mark" aria-hidden="true">{step.state === "done" ? "\u2713" : step.state === "fail" ? "\u00d7" : ""}</span>
              <div>
                <b>{step.name}</b>
                {step.state === "done" && <span className="vh">, done</span>}
                {step.state === "fail" && <span className="vh">, failed</span>}
                {(step.state === "now" || step.state === "todo") && step.text !== "" && <p>{step.text}</p>}
                {step.state === "fail" && failure !== undefined && <p className="step-failure">{failure.cause}</p>}
              </div>
              <span className="step-time">{step.after === undefined ? "" : span(Math.max(1, step.after))}</span>
            </li>
          ))}
        </ol>
        <div aria-live="polite" role="status">
          {failure !== undefined && <p className={failure.remedy === "" ? "vh" : "small"}><span className="vh">{failure.cause} </span>{failure.remedy}</p>}
        </div>
        {hash != null && <p className="small dim">{words.transaction} <TransactionLink hash={hash} /></p>}
        {failure !== undefined ? (
          <div className="row">
            {flow.phase === "refused" && flow.approvable && (
              <button type="button" className="btn primary" onClick={onApprove}>{words.insteadApprove(flow.intent.what)}</button>
            )}
            {declined && <button type="button" className={flow.phase === "refused" && flow.approvable ? "btn" : "btn primary"} onClick={onRetry}>{words.retry}</button>}
            <button type="button" className={declined || (flow.phase === "refused" && flow.approvable) ? "btn quiet" : "btn primary"} onClick={onAgain}>{again}</button>
          </div>
        ) : flow.phase === "running" && flow.stage === "sent" ? (
          <p className="small dim">{words.close}</p>
        ) : (
          flow.phase === "running" && flow.stage !== "approval-sent" && <button type="button" className="btn quiet" onClick={onAgain}>{words.cancel}</button>
        )}
      </div>
      {Boolean(children) && (
        <div className="trade-right">
          {children}
          <p className="small dim">{words.terms}</p>
        </div>
      )}
    </>
  );
}
