// Words on standard input, what the package's decoders make of them on standard output; bigint as decimal text.
import { readFileSync } from "node:fs";

import * as decoders from "global-100-abi/decoders";

const given = JSON.parse(readFileSync(0, "utf8"));
const words = (texts) => texts.map(BigInt);
const results = {
  targets: given.targets.map((texts) => decoders.decodeTargets(words(texts))),
  quotes: words(given.quotes).map(decoders.decodeQuote),
  eligibility: words(given.eligibility).map(decoders.decodeEligibility),
  held: given.held.map(([count, texts]) => decoders.decodeHeld(BigInt(count), words(texts))),
  books: words(given.books).map(decoders.decodeBook),
};
process.stdout.write(JSON.stringify(results, (_, value) => (typeof value === "bigint" ? value.toString() : value)));
