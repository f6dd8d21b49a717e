/** The message catalogue. One file an area; a screen imports its own words from here. */
export { shell } from "./shell";
export { terms, type TermKey } from "./terms";
