const PATHS = {
  check: "M3.5 8.5 6.5 11.5 12.5 4.5",
  right: "M6 3.5 10.5 8 6 12.5",
  copy: "M5.5 5.5h7v7h-7zM3.5 10.5v-7h7",
  external: "M6.5 3.5h6v6M12.5 3.5l-7 7M3.5 6.5v6h6",
  warning: "M8 2.5 14 13.5H2zM8 6.5v3.5M8 11.8v.2",
  info: "M8 7v4.5M8 4.6v.2M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0",
  close: "M4 4l8 8M12 4l-8 8",
  download: "M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10",
  sun: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5",
  system: "M2.5 3.5h11v7h-11zM5.5 13.5h5M8 10.5v3",
  swap: "M3 5.5h9M9.5 3 12 5.5 9.5 8M13 10.5H4M6.5 8 4 10.5 6.5 13",
  in: "M8 2.5v8M4.5 7 8 10.5 11.5 7M3 13.5h10",
  out: "M8 10.5v-8M4.5 6 8 2.5 11.5 6M3 13.5h10",
  key: "M9.5 6.5a3 3 0 1 1-2-2.8M7.5 8.5 13 14M11 12l1.5-1.5",
  eye: "M1.5 8C3 5.2 5.3 3.8 8 3.8S13 5.2 14.5 8C13 10.8 10.7 12.2 8 12.2S3 10.8 1.5 8M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  refresh: "M13 8a5 5 0 1 1-1.5-3.6M13 2.5v2.8h-2.8",
  overview: "M2.5 11a5.5 5.5 0 0 1 11 0M8 11l3-3.5",
  holdings: "M2.5 2.5h6v11h-6zM10.5 2.5h3v5h-3zM10.5 9.5h3v4h-3z",
  transactions: "M2.5 4h11M2.5 8h11M2.5 12h7",
  strategy: "M3 3.5h10M3 8h6M3 12.5h8M12 7l1.5 1L12 9",
  mine: "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8M2.8 13.6a5.2 5.2 0 0 1 10.4 0",
} as const;

export type IconName = keyof typeof PATHS;

/** Always beside a word, or on a control that has a name: it says nothing by itself. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
