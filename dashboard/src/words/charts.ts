/** Words drawn on charts or spoken in their place. */
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

export const charts = {
  nothingYet: "Nothing has happened yet.",
  top100: "Top 100",
  stablecoins: "Stablecoins",
  gaugeLane: "Gauge, 0 to 100",
  tradeLane: "Traded",
  enter: "55 enter",
  leave: "45 leave",
  gaugeUnit: "of 100",
  /** A tick of a time axis: "Aug", "Jan 2023", "14 Aug". */
  tick: ({ time, kind }: { time: number; kind: "year" | "month" | "day" }): string => {
    const date = new Date(time * 1000);
    const month = MONTHS[date.getUTCMonth()] ?? "";
    if (kind === "day") {
      return `${date.getUTCDate()}\u00a0${month}`;
    }
    return kind === "year" ? `${month} ${date.getUTCFullYear()}` : month;
  },
  map: {
    others: (count: number): string => `${count} smaller assets`,
    open: (weight: string): string => `${weight} \u00b7 open`,
    back: "\u2190 All holdings",
    instructions:
      "Arrow keys move between tiles by direction. Enter opens the smaller assets, Escape closes them. The table has the same figures.",
    empty: "The fund holds nothing yet.",
  },
} as const;
