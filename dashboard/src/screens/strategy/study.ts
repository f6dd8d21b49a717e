/**
 * The figures of docs/METHODOLOGY.md that the page shows: the test part alone, with its costs. A test holds them against
 * that page. The training years are not here, and must not be.
 */
export const study = {
  from: "January 2022",
  to: "April 2026",
  costBps: 40,
  rows: [
    { name: "gauge", year: "8.8", fall: "-43.7", volatility: "33.5", cost: "1.66", market: "47" },
    { name: "held", year: "-1.1", fall: "-69.6", volatility: "53.8", cost: "0.16", market: "99" },
    { name: "bitcoin", year: "12.6", fall: "-66.8", volatility: "51.8", cost: "", market: "100" },
  ],
  years: ["2022", "2023", "2024", "2025", "2026, to April"],
  byYear: [
    { name: "gauge", values: ["-15", "+28", "+47", "-9", "0"] },
    { name: "held", values: ["-69", "+119", "+92", "-15", "-14"] },
  ],
  /** Placebo: the part of 5,000 random orders of the same stretches that did as well. */
  placebo: { draws: "5,000", asMuch: "0.24", fallNoDeeper: "0.20" },
  weekdays: { low: "9.7", high: "21.8" },
  tradingCost: "1.66",
  allCosts: "2.5",
} as const;

export type StudyName = (typeof study.rows)[number]["name"];
