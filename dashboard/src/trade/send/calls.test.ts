import { describe, expect, it } from "vitest";

import { permitOf } from "./calls";

const r = `0x${"1".repeat(64)}` as const;
const s = `0x${"2".repeat(64)}` as const;

describe("5: a signature that is no permit", () => {
  it("is taken apart where it is one", () => {
    for (const [last, v] of [["1b", 27], ["1c", 28], ["00", 27], ["01", 28]] as const) {
      expect(permitOf(`${r}${s.slice(2)}${last}`)).toEqual({ v, r, s });
    }
  });
  it.each(["0x", "0x1234", `${r}${s.slice(2)}1b00`, `${r}${s.slice(2)}ff`, `0x${"zz".repeat(65)}`])("%s is refused", (signature) =>
    expect(permitOf(signature as `0x${string}`)).toBeUndefined(),
  );
});
