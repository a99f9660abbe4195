import { code, codeBlock, escapeHtml } from "../../src/terminal/markdown";

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
