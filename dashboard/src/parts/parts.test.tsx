import { renderToStaticMarkup as html } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { change } from "../format";
import { Change } from "./Change";
import { Chip } from "./Chip";
import { explorerPage } from "./CopyAddress";
import { NotAvailable } from "./NotAvailable";
import { Segmented } from "./Segmented";
import { Term } from "./Term";

describe("parts", () => {
  test("a change has its sign in the text and its shape beside it", () => {
    const fall = html(<Change value={change(-0.011)} />);
    expect(fall).toContain("\u22121.10%");
    expect(fall).toContain('class="change down"');
    expect(fall).toContain("M0 1h8L4 7z");
  });
  test("text of others is text", () => {
    expect(html(<Chip>{"<img src=x onerror=alert(1)>"}</Chip>)).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });
  test("what is not available is a button that says why, never a zero", () => {
    expect(html(<NotAvailable why="no reading" />)).toBe('<button type="button" class="term na">n/a</button>');
  });
  test("a term reads as its name, or as it stands in the sentence", () => {
    expect(html(<Term of="nav" />)).toContain(">NAV<");
    expect(html(<Term of="nav">net asset value</Term>)).toContain(">net asset value<");
  });
  test("a choice that is off says why and cannot be pressed", () => {
    const choices = [{ value: "1w", label: "1 week" }, { value: "1y", label: "1 year", off: "the fund is younger" }] as const;
    const text = html(<Segmented label="Range" choices={choices} value="1w" onChange={() => undefined} />);
    expect(text).toContain('aria-pressed="true">1 week');
    expect(text).toContain('disabled="" title="the fund is younger"');
  });
  test("explorer pages", () => {
    expect(explorerPage(null, "tx", "0x1")).toBeNull();
    expect(explorerPage("https://scan.example/tx/", "tx", "0x1")).toBe("https://scan.example/tx/0x1");
    expect(explorerPage("https://scan.example/tx/", "address", "0x2")).toBe("https://scan.example/address/0x2");
  });
});
