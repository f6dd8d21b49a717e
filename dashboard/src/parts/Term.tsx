import type { ReactNode } from "react";
import { type TermKey, terms } from "../words";
import { Tip } from "./Tip";

/** A word of the page's own language, with its explanation. Without children it reads as the term's name. */
export function Term({ of, children }: { readonly of: TermKey; readonly children?: ReactNode }) {
  return <Tip text={terms[of].text}>{children ?? terms[of].name}</Tip>;
}
