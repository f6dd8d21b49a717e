import type { BatchTerms, Terms } from "../../trade/quote/terms";

/** What stood on the screen when the button was pressed. */
export type Agreed =
  | { readonly route: "now"; readonly now: Terms }
  | { readonly route: "batch"; readonly batch: BatchTerms }
  | { readonly route: "both"; readonly now: Terms; readonly batch: BatchTerms };
