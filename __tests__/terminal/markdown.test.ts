import { code, codeBlock, escapeHtml, shorten } from "../../src/terminal/markdown";

describe("text as code", () => {
  it.each([
    ["plain", "`plain`"],
    ["a|b", "`a\\|b`"],
    ["two\nlines", "`two lines`"],
    ["a `tick`", "`` a `tick` ``"],
    ["``` fence", "```` ``` fence ````"],
    ["arn:aws:s3:::*/*", "`arn:aws:s3:::*/*`"],
  ])("%j cannot end its code, its cell or its line", (text, expected) => {
    expect(code(text)).toBe(expected);
  });
});

describe("a block of code", () => {
  it("has a fence that nothing in it can end", () => {
    expect(codeBlock("diff", ["+ a = ````"])).toEqual(["`````diff", "+ a = ````", "`````"]);
    expect(codeBlock("diff", ["+ a"])).toEqual(["```diff", "+ a", "```"]);
  });
});

describe("HTML", () => {
  it("is escaped", () => {
    expect(escapeHtml('</summary><img src="x">&')).toBe('&lt;/summary&gt;&lt;img src="x"&gt;&amp;');
  });
});

describe("a long text", () => {
  it("is cut to its length, the mark included", () => {
    expect(shorten("abcdef", 4)).toBe("abc…");
    expect(shorten("abcd", 4)).toBe("abcd");
  });
});
