/** A refusal as the page says it: cause, then remedy. */
import { explain, unknownRefusal, type Explained } from "../../words/errors";
import { trade } from "../../words/trade";
import type { Refusal } from "./refusal";

const words = trade.refusals;

export function refusalWords(
  refusal: Refusal,
  what: "signature" | "transaction",
  symbolOf?: (asset: number) => string | undefined,
): Explained {
  switch (refusal.kind) {
    case "reverted":
      return reasonWords(refusal.reason, symbolOf);
    case "declined":
      return { cause: words.declined[what], remedy: words.nothingSent };
    case "unsupported":
      return { cause: words.unsupported[what], remedy: words.nothingSent };
    case "wrong-chain":
      return { cause: words.wrongChain, remedy: words.switch };
    case "no-gas-money":
      return { cause: words.noGasMoney, remedy: words.addEther };
    case "node":
      return { cause: words.node, remedy: words.tryAgain };
    case "unknown":
      return { cause: words.unknown(refusal.text), remedy: words.nothingSent };
  }
}

/** A token's own words are shown as they came. */
export function reasonWords(reason: string, symbolOf?: (asset: number) => string | undefined): Explained {
  if (reason === "no reason given") {
    return { cause: words.noReason, remedy: words.nothingSent };
  }
  return explain(reason, symbolOf) ?? unknownRefusal(reason.slice(0, 160));
}

