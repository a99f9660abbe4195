import { printable, printableJson, shorten } from "../../src/terminal/printable";

/** Each of them does something to a terminal, or to what a reader takes the text for. */
const HOSTILE = {
  "an escape sequence": "\u001b[2J",
  "a C1 control sequence": "\u009b31m",
  "a title": "\u001b]0;x\u0007",
  "a line of its own": "a\nb",
  "what goes back": "a\rb\u0008",
  "a reversed direction": "\u202eb",
  "a word that is not there": "a\u200bb",
  "a line separator": "a\u2028b",
  "a paragraph separator": "a\u2029b",
  "an invisible tag": "\u{e0041}",
};

describe.each(Object.entries(HOSTILE))("%s", (_, text) => {
  it("is printed, and neither obeyed nor hidden", () => {
    expect(printable(text)).toMatch(/^[ -~]+$/);
    expect(printable(text)).toContain("\\u");
  });

  it("is as it was to whoever reads the JSON", () => {
    const json = printableJson({ text });
    expect(json.split("\n").join("")).toMatch(/^[ -~]+$/);
    expect(JSON.parse(json)).toEqual({ text });
  });
});

it("leaves what people write", () => {
  const text = "blue 80 % → green 20 %, größer, 日本語 ± … 🔒";
  expect(printable(text)).toBe(text);
});

it("shortens what is longer than it may be, and nothing else", () => {
  expect([shorten("abc", 4), shorten("abcd", 4), shorten("abcde", 4)]).toEqual(["abc", "abcd", "abc…"]);
});
