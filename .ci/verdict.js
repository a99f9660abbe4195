// Turns jest's own results into CI's closing line and exit code. Skipped tests, test files that did not run, and
// missing rehearsal tests count as failures: a green run means that every rehearsal ran.
const { readFileSync } = require("node:fs");

const [file, testExitCode] = process.argv.slice(2);

function read() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    console.log("jest wrote no results: types, lint or jest itself failed before any test ran");
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  }
}

const results = read();
const problems = [];
const rehearsed = results.testResults
  .filter(({ name }) => name.includes("/__tests__/rehearsal/"))
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ status }) => status === "passed").length;
if (rehearsed === 0) problems.push("no rehearsal test passed");
const notRun = results.numPendingTests + results.numTodoTests;
if (notRun > 0) problems.push(`${notRun} tests were skipped`);
const broken = results.testResults.filter(
  ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
);
for (const { name } of broken) problems.push(`${name} did not run`);

const failed = results.numFailedTests + problems.length;
for (const problem of problems) console.log(problem);
if (failed === 0 && testExitCode !== "0") console.log(`the tests exited with ${testExitCode}`);
console.log(`${results.numPassedTests} passed, ${failed === 0 && testExitCode !== "0" ? 1 : failed} failed`);
process.exit(failed === 0 && testExitCode === "0" ? 0 : 1);
