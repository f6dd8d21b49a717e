import { describe, expect, it } from "vitest";

import { askedRoute, chooseRoute, splitOf, type RouteOffer } from "./route";

const USDC = 1_000_000n;

function offer(route: RouteOffer["route"], least: bigint, most: bigint, closed = ""): RouteOffer {
  return { route, closed, costLeast: least * USDC, costMost: most * USDC };
}

describe("the route that is chosen first", () => {
  it("is the batch where it saves enough for certain", () => {
    expect(chooseRoute([offer("now", 14n, 14n), offer("batch", 2n, 12n)], 1_000n * USDC)).toEqual({
      route: "batch", why: "cheaper", saves: 2n * USDC, savesAtBest: 12n * USDC,
    });
  });

  it("is at once where waiting saves little for certain", () => {
    expect(chooseRoute([offer("now", 114n, 114n), offer("batch", 12n, 112n)], 10_000n * USDC)).toEqual({
      route: "now", why: "as-cheap",
    });
    expect(chooseRoute([offer("now", 10n, 10n), offer("batch", 12n, 12n)], 100n * USDC).route).toBe("now");
  });

  it("is what is open where the other is closed", () => {
    expect(chooseRoute([offer("now", 1n, 1n), offer("batch", 0n, 0n, "queue: below minimum")], USDC).route).toBe("now");
    expect(chooseRoute([offer("now", 1n, 1n, "vault: entries paused"), offer("batch", 0n, 1n)], USDC)).toEqual({
      route: "batch", why: "only",
    });
  });

  it("is both where the hour's limit splits the amount", () => {
    const offers = [offer("now", 1n, 1n, "policy: above the flow of the hour"), offer("batch", 0n, 1n), offer("both", 1n, 2n)];
    expect(chooseRoute(offers, 100n * USDC)).toEqual({ route: "both", why: "sooner" });
  });

  it("is in kind where nothing else is open to a seller", () => {
    const closed = [offer("now", 1n, 1n, "x"), offer("batch", 1n, 1n, "x")];
    expect(chooseRoute([...closed, offer("kind", 1n, 1n)], USDC).route).toBe("kind");
    expect(chooseRoute(closed, USDC).why).toBe("none");
  });
});

describe("splitting an amount over the hour's limit", () => {
  it("sends at once what may pass", () => {
    expect(splitOf(60_000n, 50_000n, 10n)).toEqual({ now: 50_000n, later: 10_000n });
  });
  it("leaves enough for a request", () => {
    expect(splitOf(50_005n, 50_000n, 10n)).toEqual({ now: 49_995n, later: 10n });
  });
  it("splits nothing where all of it passes, or none", () => {
    expect(splitOf(50_000n, 50_000n, 10n)).toBeUndefined();
    expect(splitOf(60_000n, 0n, 10n)).toBeUndefined();
    expect(splitOf(8n, 7n, 10n)).toBeUndefined();
  });
  it("adds up", () => {
    for (const amount of [11n, 50_001n, 99_999n]) {
      const split = splitOf(amount, 10n, 5n);
      expect(split && split.now + split.later).toBe(amount);
      expect(split && split.later >= 5n).toBe(true);
    }
  });
});

describe("12: a link may ask for a route", () => {
  it("opens what the form has, and nothing else", () => {
    expect(askedRoute("kind", ["now", "batch", "kind"])).toBe("kind");
    expect(askedRoute("kind", ["now", "batch"])).toBeUndefined();
    expect(askedRoute("constructor", ["now", "batch", "kind"])).toBeUndefined();
    expect(askedRoute(null, ["now"])).toBeUndefined();
  });
});
