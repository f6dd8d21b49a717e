import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { caps } from "./caps";
import { study } from "./study";

const doc = (name: string): string => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), "utf8");

describe("caps are those of docs/PARAMETERS.md", () => {
  const rows = new Map(
    doc("PARAMETERS.md")
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map((line) => {
        const [, name = "", normal = "", cap = ""] = line.split("|").map((cell) => cell.trim());
        return [
          name.replaceAll("`", ""),
          { normal: number(normal), cap: cap === "fixed" || cap === "-" ? number(normal) : number(cap) },
        ] as const;
      }),
  );
  const expected: Record<string, number> = {
    management_fee_ppm: caps.managementFeeBps * 100,
    platform_fee_bps: caps.platformFeeBps,
    levy_cap_bps: caps.levyBps,
    slippage_deep_bps: caps.slippageBps.most,
    weight_cap_deep_ppm: caps.weightCapPpm.deep,
    weight_cap_medium_ppm: caps.weightCapPpm.medium,
    weight_cap_thin_ppm: caps.weightCapPpm.thin,
    max_change_ppm: caps.changePpm,
    turnover_ppm: caps.turnoverPpm,
    new_listing_cap_ppm: caps.newListingPpm,
    loss_session_bps: caps.lossSessionBps,
    loss_week_bps: caps.lossWeekBps,
    loss_derisking_bps: caps.lossDeriskingBps,
    risk_down_delay: caps.riskDownDelay,
    risk_up_delay: caps.riskUpDelay,
    expiry: caps.expiry,
    flip_spacing: caps.flipSpacing,
    upward_flips: caps.upwardFlips,
    flip_window_days: caps.flipWindowDays,
    guardian_pause: caps.guardianPause,
    silence_auctions: caps.silenceAuctions,
    silence_safe_state: caps.silenceSafeState,
    stopped_safe_state: caps.stoppedSafeState,
    timelock_delay: caps.timelock,
    unpriced_bps: caps.unpricedBps,
  };
  for (const [name, value] of Object.entries(expected)) {
    it(name, () => expect(rows.get(name)?.cap).toBe(value));
  }
  it("slippage limits by depth", () => {
    expect([caps.slippageBps.deep, caps.slippageBps.medium, caps.slippageBps.thin]).toEqual(
      ["deep", "medium", "thin"].map((depth) => rows.get(`slippage_${depth}_bps`)?.normal),
    );
  });
});

describe("figures are those of docs/METHODOLOGY.md", () => {
  const text = doc("METHODOLOGY.md");
  const line = (start: string, place = 0): string =>
    text.split("\n").filter((each) => each.startsWith(`| ${start} |`))[place] ?? "";
  const names = { gauge: "product, with the gauge", held: "product, held", bitcoin: "bitcoin" } as const;
  it("the test part", () => {
    for (const row of study.rows) {
      for (const figure of [row.year, row.fall, row.volatility, row.cost, row.market].filter((each) => each !== "")) {
        expect(line(names[row.name])).toContain(`${figure} %`);
      }
    }
  });
  it("the years", () => {
    for (const row of study.byYear) {
      expect(line(names[row.name], 1)).toContain(row.values.map((value) => `${value} %`).join(" | "));
    }
    expect(text).toContain(`| year | ${study.years.join(" | ")} |`);
  });
  it("placebo, weekdays and costs", () => {
    expect(line("product")).toContain(`${study.placebo.asMuch} | ${study.placebo.fallNoDeeper}`);
    expect(text).toContain(`${study.placebo.draws} draws`);
    expect(line("reference, a year")).toContain(`${study.weekdays.low} % | ${study.weekdays.high} %`);
    expect(text).toContain(`paid ${study.allCosts} % a year in all: trading ${study.tradingCost}`);
    expect(text).toContain(`at ${study.costBps} bps of traded notional`);
  });
});

function number(cell: string): number {
  return Number(
    cell
      .replace(/\(.*\)/, "")
      .replaceAll(",", "")
      .trim(),
  );
}
