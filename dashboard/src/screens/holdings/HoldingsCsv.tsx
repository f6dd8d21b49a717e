import type { Fund } from "../../fund";

/** Until the writer of files is there, the button is not. */
export function HoldingsCsv(_: { fund: Fund }) {
  return null;
}
