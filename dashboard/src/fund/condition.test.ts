import { describe, expect, test } from "vitest";
import { LensError } from "./reads";
import { type Circumstances, conditionOf } from "./condition";

const fine: Circumstances = {
  trouble: null,
  fund: { state: "open", keeperSilentSince: 0 },
  fundError: null,
  log: { gaps: [] },
  wrongWallet: false,
};

describe("conditionOf", () => {
  test("all is well", () => {
    expect(conditionOf(fine)).toBe("open");
    expect(conditionOf({ ...fine, fund: undefined, log: undefined })).toBe("reading");
  });
  test("worst first", () => {
    const bad: Circumstances = {
      trouble: "silent",
      fund: { state: "paused", keeperSilentSince: 5 },
      fundError: new LensError("no"),
      log: { gaps: [{ contract: "vault", from: 1n, to: 1n }] },
      wrongWallet: true,
    };
    expect(conditionOf(bad)).toBe("silent");
    expect(conditionOf({ ...bad, trouble: null })).toBe("lens");
    expect(conditionOf({ ...bad, trouble: null, fundError: new Error("odd") })).toBe("unread");
    expect(conditionOf({ ...bad, trouble: null, fundError: null })).toBe("gaps");
    expect(conditionOf({ ...bad, trouble: null, fundError: null, log: undefined })).toBe("wrong-wallet");
    expect(conditionOf({ ...fine, fund: bad.fund })).toBe("paused");
  });
  test("a silent keeper is named before a fund on its way, not before a pause", () => {
    expect(conditionOf({ ...fine, fund: { state: "rebalancing", keeperSilentSince: 5 } })).toBe("keeper");
    expect(conditionOf({ ...fine, fund: { state: "no-price", keeperSilentSince: 5 } })).toBe("no-price");
    expect(conditionOf({ ...fine, fund: { state: "rebalancing", keeperSilentSince: 0 } })).toBe("rebalancing");
  });
});
