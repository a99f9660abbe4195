import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { plannedIn } from "../../src/github/planned-in";
import { planMarker } from "../../src/review/comment";
import { read } from "./workflow-files";

const directory = mkdtempSync(join(tmpdir(), "artifacts-"));
afterAll(() => rmSync(directory, { recursive: true }));

const DIGEST = `sha256:${"0a".repeat(32)}`;
const reviewOf = (suffix: string) => `${planMarker(suffix)}${DIGEST} -->\n### review of ${suffix}`;
const REVIEW = { verdict: "changes", warnings: [], byHand: { findings: [], dangers: 0 } };

const WORKFLOWS = ["plan.yml", "drift.yml"];
const textOf = (workflow: string) => read("workflows", workflow);

/**
 * The path of a file in its artifact, relative to the folder before the first wildcard.
 * https://github.com/actions/upload-artifact#upload-using-a-wildcard-pattern
 */
function uploaded(workflow: string, suffix: string): string[] {
  const [, paths = ""] =
    /name: review-\S* .*\n(?: +#.*\n)? +path: \|\n((?: {12}.*\n)+)/.exec(textOf(workflow)) ?? [];
  const patterns = paths
    .trim()
    .split(/\s*\n\s*/)
    .map((it) => it.replace("${{ matrix.suffix }}", suffix));
  return patterns.map((it) =>
    it.includes("*") ? it.slice(it.indexOf("*")).replace("*", suffix) : (it.split("/").at(-1) ?? ""),
  );
}

/** The folder in which an artifact is unpacked. https://github.com/actions/download-artifact#usage */
function unpackedIn(workflow: string, suffix: string, artifacts: number): string {
  const [, download = ""] = textOf(workflow).split("- name: Fetch the reviews");
  const isFlat = artifacts === 1 || download.includes("merge-multiple: true");
  return isFlat ? "" : `review-${suffix}`;
}

it.each(
  WORKFLOWS.flatMap((workflow) => [[workflow, ["dev"]] as const, [workflow, ["dev", "prod"]] as const]),
)("%s: the review of each of %j is found where the workflow unpacks it", (workflow, suffixes) => {
  const folder = mkdtempSync(join(directory, "reviews-"));
  for (const suffix of suffixes) {
    for (const file of uploaded(workflow, suffix)) {
      const path = join(folder, unpackedIn(workflow, suffix, suffixes.length), file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, path.endsWith(".json") ? JSON.stringify(REVIEW) : reviewOf(suffix));
    }
  }
  const found = suffixes.map((suffix) => plannedIn(join(folder, suffix), suffix).reviewed?.markdown);
  expect(found).toEqual(suffixes.map(reviewOf));
});

describe("what a plan left behind", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(directory, "left-"));
  });
  const left = (json: string | undefined, markdown: string | undefined) => {
    if (json !== undefined) writeFileSync(join(folder, "review.json"), json);
    if (markdown !== undefined) writeFileSync(join(folder, "review.md"), markdown);
    return plannedIn(folder, "dev");
  };
  const review = JSON.stringify(REVIEW);

  it("is nothing where it failed", () => {
    expect(left(undefined, undefined)).toEqual({});
  });

  it.each<[boolean, string, object]>([
    [true, "nothing changes", {}],
    [false, "something does", { verdict: "changes" }],
    [false, "it is blocked", { verdict: "blocked" }],
    [false, "something dangerous was changed by hand", { byHand: { findings: ["a"], dangers: 1 } }],
    [true, "something harmless was", { byHand: { findings: ["a"], dangers: 0 } }],
    [false, "the review warns of something else", { warnings: ["a release is under way"] }],
  ])("is quiet (%s) where %s", (isQuiet, _why, more) => {
    expect(left(of({ verdict: "no changes", ...more }), reviewOf("dev")).reviewed?.isQuiet).toBe(isQuiet);
  });

  const of = (more: object) => JSON.stringify({ ...REVIEW, ...more });
  it.each<[string, string | undefined, string | undefined, string]>([
    ["no JSON", "{", reviewOf("dev"), "review.json is not JSON"],
    ["an empty object", "{}", reviewOf("dev"), 'review.json is not what "npm run plan" writes: verdict is'],
    ["no object", "null", reviewOf("dev"), 'review.json is not what "npm run plan" writes: all of it is'],
    [
      "without warnings",
      of({ warnings: undefined }),
      reviewOf("dev"),
      "warnings is missing, or of another type",
    ],
    ["another type", of({ verdict: 5 }), reviewOf("dev"), "verdict is missing, or of another type"],
    [
      "another type inside of it",
      of({ byHand: { findings: ["", 3], dangers: 0 } }),
      reviewOf("dev"),
      "byHand.findings.1 is missing, or of another type",
    ],
    ["no review.json", undefined, reviewOf("dev"), "review.json is missing, or cannot be read"],
    ["no review.md", review, undefined, "review.md is missing, or cannot be read"],
    ["a review without its mark", review, "### All is well", "review.md does not begin with the mark"],
    [
      "a mark without a digest",
      review,
      `${planMarker("dev")}x -->`,
      "review.md does not begin with the mark",
    ],
    ["another environment's review", review, reviewOf("prod"), "with the mark of a review of dev"],
  ])("is a problem where it is %s", (_label, json, markdown, problem) => {
    const { reviewed, problem: said } = left(json, markdown);
    expect([reviewed, said]).toEqual([undefined, expect.stringContaining(problem)]);
  });

  it("is a problem where it cannot be read", () => {
    mkdirSync(join(folder, "review.json"));
    expect(left(undefined, reviewOf("dev"))).toEqual({
      problem: "review.json is missing, or cannot be read",
    });
  });

  it.each([
    ["no changes", [], true],
    ["no changes", ["check.health does not hold"], false],
    ["changes", [], false],
  ])("with %s and the warnings %j is worth no section of its own: %s", (verdict, warnings, isQuiet) => {
    expect(left(of({ verdict, warnings }), reviewOf("dev")).reviewed?.isQuiet).toBe(isQuiet);
  });
});
