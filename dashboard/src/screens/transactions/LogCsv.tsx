import type { Log } from "../../fund";

/** Until the writer of files is there, the button is not. */
export function LogCsv(_: { log: Log }) {
  return null;
}
