/** The message catalogue. One file an area; a screen imports its own words from here. */
export { parts } from "./parts";
export { shell } from "./shell";
export { terms, type TermKey } from "./terms";
