import { data, joined, plain, rendered, text } from "../../src/review/text";
import { shorten } from "../../src/terminal/printable";

describe("a text", () => {
  const said = text`${data("a|b")} is ${1} of ${joined([text`x`, text`${data("y")}`], ", ")}`;

  it("knows its own words from data, also through other texts", () => {
    expect(plain(said)).toBe("a|b is 1 of x, y");
    expect(rendered(said, (value) => `<${value}>`)).toBe("<a|b> is 1 of x, <y>");
  });
});

describe("a long value", () => {
  it("is cut to its length, the mark included", () => {
    expect(shorten("abcdef", 4)).toBe("abc…");
    expect(shorten("abcd", 4)).toBe("abcd");
  });
});
