import { parts } from "../words/parts";
import { Tip } from "./Tip";

/** What is unknown reads "n/a" with the reason: never 0, and never a dash alone. */
export function NotAvailable({ why }: { readonly why: string }) {
  return (
    <Tip text={why} className="term na">
      {parts.notAvailable}
    </Tip>
  );
}
