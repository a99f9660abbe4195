import { wholeBlocks } from "../../src/github/whole-blocks";

/** The kept part of a text whose last line does not fit. */
const keptOf = (...lines: string[]) => {
  const text = lines.join("\n");
  return wholeBlocks(text, text.length - 1);
};

it("keeps a text that fits as it is", () => {
  expect(wholeBlocks("# One\n\nTwo", 10)).toEqual({ kept: "# One\n\nTwo", left: 0 });
});

it("cuts at an empty line, and counts the lines that are left out", () => {
  expect(keptOf("# One", "", "two", "", "three", "four")).toEqual({ kept: "# One\n\ntwo", left: 2 });
});

it.each([
  ["a code block", ["```diff", "- a", "", "```"]],
  ["a code block with a fence in it", ["````", "```", "", "```", "", "````"]],
  ["a code block of tildes with backticks in it", ["~~~", "```", "", "~~~"]],
  ["a fold", ["<details><summary>one</summary>", "", "a", "", "</details>"]],
  ["a fold in a fold", ["<details>", "<details>", "</details>", "", "</details>"]],
  ["a comment", ["<!-- a", "", "-->"]],
])("does not cut within %s, and goes on behind it", (_what, block) => {
  expect(keptOf("# One", "", ...block, "two").kept).toBe("# One");
  expect(keptOf("# One", "", ...block, "", "two").kept).toBe(["# One", "", ...block].join("\n"));
});

it("takes what stands in a code block for no markup", () => {
  expect(keptOf("# One", "", "```", "<details>", "```", "", "two").kept).toBe("# One\n\n```\n<details>\n```");
});

it("keeps the first line of what has no place to be cut at", () => {
  expect(keptOf("<!-- mark -->", "x".repeat(100))).toEqual({ kept: "<!-- mark -->", left: 1 });
  expect(keptOf("", "", "x")).toEqual({ kept: "", left: 1 });
});
