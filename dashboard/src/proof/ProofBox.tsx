import { type ChangeEvent, useRef } from "react";
import { gauge as gaugeText, grouped, percentOfPpm } from "../format";
import type { Hex } from "../fund/model";
import { proof as words } from "../words/proof";
import { check, useProof } from "./store";
import type { Sources } from "./store";
import type { Difference, Proof, Recorded } from "./verdict";
import "./proof.css";

const MOST_DIFFERENCES = 6;

type Props = {
  readonly chain: Recorded;
  readonly sources: Sources;
  readonly nameOf: (asset: number) => string;
  readonly tx?: Hex | undefined;
  readonly block?: bigint | undefined;
};

/** What was checked of a decision, in words, and the buttons that check it. */
export function ProofBox({ chain, sources, nameOf, tx, block }: Props) {
  const proof = useProof(chain);
  const input = useRef<HTMLInputElement>(null);
  const decided = !/^0x0*$/.test(chain.dataHash);
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (file) {
      await check(chain, sources, new Uint8Array(await file.arrayBuffer()));
    }
  };
  return (
    <div className={`proof ${proof.state}`}>
      <div role="status">
        <p>{sentence(proof)}</p>
        {proof.state === "mismatch" && (
          <ul className="differences">
            {proof.differences.slice(0, MOST_DIFFERENCES).map((difference) => (
              <li key={JSON.stringify(difference)}>{written(difference, nameOf)}</li>
            ))}
            {proof.differences.length > MOST_DIFFERENCES && (
              <li>{words.difference.more(proof.differences.length - MOST_DIFFERENCES)}</li>
            )}
          </ul>
        )}
        <p className="mono">
          {words.data} {chain.dataHash}
        </p>
        {tx !== undefined && (
          <p className="mono">
            {words.transaction} {tx}
            {block !== undefined && `, ${words.block} ${block}`}
          </p>
        )}
      </div>
      {decided && (
        <div className="proof-actions">
          <button
            type="button"
            className="btn small"
            disabled={proof.state === "checking"}
            onClick={() => void check(chain, sources)}
          >
            {proof.state === "unchecked" || proof.state === "checking" ? words.check : words.again}
          </button>
          {proof.state === "unavailable" && (
            <>
              <button type="button" className="link" title={words.fileHelp} onClick={() => input.current?.click()}>
                {words.file}
              </button>
              <input
                ref={input}
                className="vh"
                type="file"
                accept=".json,application/json"
                tabIndex={-1}
                aria-label={words.file}
                onChange={(event) => void choose(event)}
              />
            </>
          )}
        </div>
      )}
    </div>
  );
}

function sentence(proof: Proof): string {
  switch (proof.state) {
    case "match":
      return words.text.match(bytesText(proof.bytes), proof.targets, gaugeText(proof.gauge));
    case "unavailable":
      return words.why[proof.why];
    default:
      return words.text[proof.state];
  }
}

function bytesText(bytes: number): string {
  return `${grouped(String(bytes))}\u00a0bytes`;
}

function written(difference: Difference, nameOf: (asset: number) => string): string {
  if (difference.kind === "target") {
    return words.difference.target(
      nameOf(difference.asset),
      percentOfPpm(difference.chain),
      percentOfPpm(difference.here),
    );
  }
  const show = (text: string) =>
    difference.kind === "gauge"
      ? gaugeText(BigInt(text))
      : difference.kind === "hash" || difference.kind === "record-hash"
        ? `${text.slice(0, 10)}\u2026${text.slice(-6)}`
        : text;
  return words.difference[difference.kind](show(difference.chain), show(difference.here));
}
