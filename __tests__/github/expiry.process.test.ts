import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WORKFLOW = readFileSync(join(__dirname, "../../.github/workflows/preview.yml"), "utf8");

const directory = mkdtempSync(join(tmpdir(), "expiry-"));
afterAll(() => rmSync(directory, { recursive: true }));

/**
 * Runs the workflow's script that contains `lastLine`, in the same way as GitHub, with a made-up `npm run previews` that has the
 * given exit code.
 */
function run(lastLine: RegExp, code: number): { status: number | null; output: string } {
  const script = [...WORKFLOW.matchAll(/run: \|\n((?: {10}.*\n)+)/g)]
    .map(([, text = ""]) => text.replace(/^ {10}/gm, ""))
    .find((text) => lastLine.test(text));
  const npm = join(directory, "npm");
  writeFileSync(
    npm,
    `#!/bin/sh\ncase "$*" in *previews*) echo '["listed"]'; exit ${code} ;; *) cat | sed s/listed/pr-6/ ;; esac\n`,
  );
  chmodSync(npm, 0o755);
  const GITHUB_OUTPUT = join(directory, "output");
  writeFileSync(GITHUB_OUTPUT, "");
  // https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#exit-codes-and-error-action-preference
  const { status } = spawnSync("bash", ["-e"], {
    input: script ?? "exit 99",
    env: { PATH: `${directory}:${process.env.PATH}`, GITHUB_OUTPUT, ENVIRONMENT_SUFFIX: "pr-6" },
  });
  return { status, output: readFileSync(GITHUB_OUTPUT, "utf8") };
}

const LIST = /suffixes=.*\n$/;
const LOOK_AGAIN = /ended=.*\n$/;

it("lists what has ended", () => {
  expect(run(LIST, 0)).toEqual({ status: 0, output: 'suffixes=["pr-6"]\n' });
  expect(run(LOOK_AGAIN, 0)).toEqual({ status: 0, output: "ended=true\n" });
});

it("goes on where some state cannot be read, and another job fails for it", () => {
  expect(run(LIST, 3)).toEqual({ status: 0, output: 'unreadable=true\nsuffixes=["pr-6"]\n' });
  expect(run(LOOK_AGAIN, 3)).toEqual({ status: 0, output: "ended=true\n" });
  expect(WORKFLOW).toMatch(
    /\n {2}unreadable:\n {4}needs: forgotten\n {4}if: needs\.forgotten\.outputs\.unreadable == 'true'\n[\s\S]*?\n {10}exit 1\n {2}expire:\n {4}needs: forgotten\n/,
  );
});

it.each([1, 2])("ends where the list failed with %d", (code) => {
  expect(run(LIST, code)).toEqual({ status: code, output: "" });
  expect(run(LOOK_AGAIN, code)).toEqual({ status: code, output: "" });
});
