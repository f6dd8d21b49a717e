import { describe, expect, test } from "vitest";
import { hrefOf, routeOf } from "./route";

describe("routes", () => {
  test("a screen and its parameters", () => {
    const { screen, params } = routeOf("#/transactions?epoch=3&asset=BTC");
    expect(screen).toBe("transactions");
    expect([...params]).toEqual([["epoch", "3"], ["asset", "BTC"]]);
  });
  test("anything else is the overview", () => {
    for (const hash of ["", "#", "#/", "#/nowhere", "#/../../etc", "#/constructor", "#//evil.example"]) {
      expect(routeOf(hash).screen).toBe("overview");
    }
  });
  test("there and back", () => {
    expect(hrefOf("buy")).toBe("#/buy");
    const params = { q: "a&b=c #d" };
    expect(Object.fromEntries(routeOf(hrefOf("sell", params)).params)).toEqual(params);
  });
});
