/**
 * The packed words of the contracts as objects. Layouts: contracts/interfaces/IAssetRegistry.vyi (quote, eligibility),
 * IIndexStrategy.vyi (targets), IIndexVault.vyi (book, held). Integers are bigint, as viem returns them; token decimals
 * are a number, as viem's formatUnits takes them.
 */

/** A target weight of a decision, in parts per million of NAV less the cash need. */
export type Target = { readonly asset: bigint; readonly weightPpm: bigint };

/** What an asset is worth and on which terms it trades. Prices: USD 18 decimals of one whole token. */
export type Quote = {
  /** The price that counts in NAV. */
  readonly price: bigint;
  /** The price at the rate that the asset's vault reports; `price` for other assets. Sales and entries count it. */
  readonly toldPrice: bigint;
  /** 1e-8 of `price` by which the reported rate is above the one that counts. */
  readonly excess: bigint;
  readonly decimals: number;
  readonly deviationBps: bigint;
  readonly slippageBps: bigint;
  readonly firm: boolean;
  readonly stable: boolean;
  readonly buyable: boolean;
  readonly sellable: boolean;
};

export type Status = "unlisted" | "active" | "sell-only" | "impaired";
export type LiquidityClass = "deep" | "medium" | "thin";

/** What a decision must respect of an asset. */
export type Eligibility = {
  readonly weightCapPpm: bigint;
  readonly stable: boolean;
  readonly status: Status;
  /** Undefined for an asset that is not listed. */
  readonly liquidityClass: LiquidityClass | undefined;
  /** Unix seconds. */
  readonly listedAt: bigint;
};

/** What the vault's books say of an asset, in raw units. */
export type Book = { readonly balance: bigint; readonly pot: bigint };

const STATUSES: readonly Status[] = ["unlisted", "active", "sell-only", "impaired"];
const CLASSES: readonly (LiquidityClass | undefined)[] = [undefined, "deep", "medium", "thin"];
const EXCESS_UNIT = 100_000_000n;
const TARGET_BITS = 36n;
const TARGETS_PER_WORD = 7;
const IDS_PER_WORD = 16;

/** `width` bits of a word from bit `low` on. */
function bits(word: bigint, low: bigint, width: bigint): bigint {
  return (word >> low) & ((1n << width) - 1n);
}

function flag(word: bigint, place: bigint): boolean {
  return bits(word, place, 1n) === 1n;
}

/** Targets of Proposed.words, SafeStateForced.words or IndexStrategy.active_words(), in ascending order of their ids. */
export function decodeTargets(words: readonly bigint[]): Target[] {
  const targets: Target[] = [];
  for (const word of words) {
    for (let place = 0; place < TARGETS_PER_WORD; place++) {
      const target = bits(word, TARGET_BITS * BigInt(place), TARGET_BITS);
      if (target !== 0n) {
        targets.push({ asset: bits(target, 0n, 16n), weightPpm: target >> 16n });
      }
    }
  }
  return targets;
}

/** A word of AssetRegistry.quote() or quotes(). */
export function decodeQuote(word: bigint): Quote {
  const price = bits(word, 0n, 100n);
  const excess = bits(word, 100n, 28n);
  return {
    price,
    toldPrice: price + (price * excess + EXCESS_UNIT - 1n) / EXCESS_UNIT,
    excess,
    decimals: Number(bits(word, 128n, 8n)),
    deviationBps: bits(word, 136n, 16n),
    slippageBps: bits(word, 152n, 16n),
    firm: flag(word, 168n),
    stable: flag(word, 169n),
    buyable: flag(word, 170n),
    sellable: flag(word, 171n),
  };
}

/** A word of AssetRegistry.eligibility(). */
export function decodeEligibility(word: bigint): Eligibility {
  return {
    weightCapPpm: bits(word, 0n, 20n),
    stable: flag(word, 20n),
    status: STATUSES[Number(bits(word, 21n, 2n))]!,
    liquidityClass: CLASSES[Number(bits(word, 23n, 2n))],
    listedAt: bits(word, 25n, 39n),
  };
}

/** Ids of a HeldSet event: sixteen to a word, the first in the lowest bits. */
export function decodeHeld(count: bigint, words: readonly bigint[]): bigint[] {
  const ids: bigint[] = [];
  for (let place = 0; place < Number(count); place++) {
    const word = words[Math.floor(place / IDS_PER_WORD)];
    if (word === undefined) {
      throw new RangeError(`decodeHeld: ${count} ids do not fit into ${words.length} words`);
    }
    ids.push(bits(word, 16n * BigInt(place % IDS_PER_WORD), 16n));
  }
  return ids;
}

/** A book word: the fund's balance and the claims pot. */
export function decodeBook(word: bigint): Book {
  return { balance: bits(word, 0n, 128n), pot: word >> 128n };
}
