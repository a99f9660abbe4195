import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { plannedIn } from "../../src/github/planned-in";
import { read } from "./workflow-files";

const directory = mkdtempSync(join(tmpdir(), "artifacts-"));
afterAll(() => rmSync(directory, { recursive: true }));

const workflow = read("workflows", "plan.yml");

/** Where a file lies in its artifact: below the folder before the first wildcard. https://github.com/actions/upload-artifact#upload-using-a-wildcard-pattern */
function uploaded(suffix: string): string[] {
  const [, paths = ""] = /name: review-\S* .*\n(?: +#.*\n)? +path: \|\n((?: {12}.*\n)+)/.exec(workflow) ?? [];
  const patterns = paths
    .trim()
    .split(/\s*\n\s*/)
    .map((it) => it.replace("${{ matrix.suffix }}", suffix));
  return patterns.map((it) =>
    it.includes("*") ? it.slice(it.indexOf("*")).replace("*", suffix) : (it.split("/").at(-1) ?? ""),
  );
}

/** Where an artifact is unpacked. https://github.com/actions/download-artifact#usage */
function unpackedIn(suffix: string, artifacts: number): string {
  const [, download = ""] = workflow.split("- name: Fetch what the plans say");
  const isFlat = artifacts === 1 || download.includes("merge-multiple: true");
  return isFlat ? "" : `review-${suffix}`;
}

it.each([[["dev"]], [["dev", "prod"]]])(
  "the comments find the review of each of %j where the workflow unpacks it",
  (suffixes) => {
    const folder = mkdtempSync(join(directory, "reviews-"));
    for (const suffix of suffixes) {
      for (const file of uploaded(suffix)) {
        const path = join(folder, unpackedIn(suffix, suffixes.length), file);
        mkdirSync(dirname(path), { recursive: true });
        const review = { verdict: "changes", byHand: { findings: [], dangers: 0 } };
        writeFileSync(path, path.endsWith(".json") ? JSON.stringify(review) : `review of ${suffix}`);
      }
    }
    const found = suffixes.map((suffix) => plannedIn(join(folder, suffix)).reviewed?.markdown);
    expect(found).toEqual(suffixes.map((suffix) => `review of ${suffix}`));
  },
);
