import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const directory = mkdtempSync(join(tmpdir(), "verdict-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** What CI says of jest's results. @param text of the results' file; none, and jest wrote none */
function verdictOf(text: string | undefined, testExitCode = "0") {
  const file = join(directory, "results.json");
  rmSync(file, { force: true });
  if (text !== undefined) writeFileSync(file, text);
  const script = join(__dirname, "..", ".ci", "verdict.js");
  const { status, stdout } = spawnSync(process.execPath, [script, file, testExitCode], { encoding: "utf8" });
  return [status, stdout.trimEnd().split("\n")];
}

const fileOf = (name: string, ...statuses: string[]) => ({
  name: `/checkout/__tests__/${name}`,
  status: statuses.includes("passed") ? "passed" : "failed",
  assertionResults: statuses.map((status) => ({ status })),
});
const resultsOf = (...testResults: ReturnType<typeof fileOf>[]) => {
  const count = (status: string) =>
    testResults.flatMap((it) => it.assertionResults).filter((it) => it.status === status).length;
  return JSON.stringify({
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    numPendingTests: count("pending"),
    numTodoTests: count("todo"),
    testResults,
  });
};
const UNIT = fileOf("stack.test.ts", "passed");

it.each(["release.test.ts", "cdktf.long.test.ts"])(
  "is green when %s was rehearsed, in either tier",
  (name) => {
    const results = resultsOf(UNIT, fileOf(`rehearsal/${name}`, "passed"));
    expect(verdictOf(results)).toEqual([0, ["2 passed, 0 failed"]]);
  },
);

it.each([
  ["no rehearsal ran", resultsOf(UNIT), ["no rehearsal test passed", "1 passed, 1 failed"]],
  [
    "a test was skipped",
    resultsOf(UNIT, fileOf("rehearsal/start.test.ts", "passed", "pending")),
    ["1 tests were skipped", "2 passed, 1 failed"],
  ],
  [
    "a file did not run",
    resultsOf(fileOf("stack.test.ts"), fileOf("rehearsal/start.test.ts", "passed")),
    ["/checkout/__tests__/stack.test.ts did not run", "1 passed, 1 failed"],
  ],
  [
    "jest wrote nothing",
    undefined,
    [
      "jest wrote no results: types, lint or jest itself failed before any test ran",
      "no rehearsal test passed",
      "0 passed, 2 failed",
    ],
  ],
])("is red when %s", (_why, results, said) => {
  expect(verdictOf(results)).toEqual([1, said]);
});

it("is red when the tests passed and their command failed", () => {
  const results = resultsOf(UNIT, fileOf("rehearsal/start.test.ts", "passed"));
  expect(verdictOf(results, "1")).toEqual([1, ["the tests exited with 1", "2 passed, 1 failed"]]);
});
