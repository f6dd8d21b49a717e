import { proof as words } from "../words/proof";
import type { Proof } from "./verdict";

const TONE = { unchecked: "", checking: "", match: "ok", mismatch: "bad", unavailable: "none" } as const;
const MARK = {
  unchecked: null,
  checking: null,
  match: "M3.5 8.5 6.5 11.5 12.5 4.5",
  mismatch: "M4 4l8 8M12 4l-8 8",
  unavailable: "M4 8h8",
} as const;

/** Word, shape and colour. Green is only what this browser has checked in this visit. */
export function ProofChip({ proof }: { proof: Proof }) {
  const mark = MARK[proof.state];
  return (
    <span className={`chip ${TONE[proof.state]}`} data-proof={proof.state}>
      {mark !== null && (
        <svg width="12" height="12" viewBox="0 0 16 16" aria-hidden="true">
          <path
            d={mark}
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
      )}
      {words.chips[proof.state]}
    </span>
  );
}
