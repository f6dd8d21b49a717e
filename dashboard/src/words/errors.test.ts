import { reasons } from "global-100-abi/reasons";
import { describe, expect, it } from "vitest";

import { errors, explain } from "./errors";

describe("13: every reason of the contracts has a sentence and a remedy", () => {
  it.each(Object.keys(reasons))("%s", (reason) => {
    const explained = explain(reason.endsWith(" ") ? `${reason}7` : reason);
    expect(explained).toBeDefined();
    expect(explained?.cause).toMatch(/^[A-Z].*\.$/);
    expect(explained?.remedy).toMatch(/^[A-Z].*\.$/);
    expect(`${explained?.cause} ${explained?.remedy}`).not.toMatch(/!|\bsimply\b|'status'|--/);
  });

  it("has no sentence for a reason that no contract gives", () => {
    expect(Object.keys(errors).sort()).toEqual(Object.keys(reasons).sort());
  });

  it("names the asset that a reason ends with", () => {
    const symbol = (asset: number) => (asset === 12 ? "LINK" : undefined);
    expect(explain("vault: no price for asset 12", symbol)?.cause).toContain("price for LINK right now");
    expect(explain("queue: no price for asset 13", symbol)?.cause).toContain("price for asset 13 right now");
  });

  it("leaves an unknown reason to be shown as it came", () => {
    expect(explain("ERC20: transfer amount exceeds allowance")).toBeUndefined();
    expect(explain("vault: nonsense 12")).toBeUndefined();
    expect(explain("")).toBeUndefined();
  });
});
