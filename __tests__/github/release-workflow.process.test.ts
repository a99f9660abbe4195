import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const WORKFLOW = readFileSync(join(__dirname, "../../.github/workflows/release.yml"), "utf8");
const COMMAND = "exec node --require ./src/register.js src/commands/release.ts";

/** The arguments that the workflow's last step gives to the command. */
function argumentsOf(inputs: Readonly<Record<string, string>>): string[] {
  const script = WORKFLOW.slice(WORKFLOW.lastIndexOf("run: |") + "run: |".length).replace(/^ {10}/gm, "");
  expect(script).toContain(COMMAND);
  const named = [...WORKFLOW.matchAll(/^ {10}(\w+): \$\{\{ inputs\.\w+ \}\}$/gm)].map(([, name = ""]) => [
    name,
    "",
  ]);
  const env = { PATH: process.env.PATH, ...Object.fromEntries(named), TO: "none", ...inputs };
  const printing = script.replace(COMMAND, "printf '%s\\n'");
  return execFileSync("bash", ["-eo", "pipefail", "-c", printing], { env, encoding: "utf8" })
    .trim()
    .split("\n");
}

it("leaves to the settings what is left empty", () => {
  expect(argumentsOf({ COMMAND: "start", TO: "green" })).toEqual(["start", "--yes", "--to", "green"]);
});

it("gives each input as one argument, whatever is in it", () => {
  const inputs = {
    COMMAND: "start",
    TO: "green",
    STEPS: "5,100",
    BAKE: "15m",
    MIN_REQUESTS: "0",
    ALARMS: "payments/x1 * refunds/x1",
    SMOKE: "/healthz",
    REASON: "--force $(exit 1) 'ticket 42'",
  };
  expect(argumentsOf(inputs)).toEqual([
    ...["start", "--yes", "--to", "green", "--steps", "5,100", "--bake", "15m", "--min-requests", "0"],
    ...["--alarm", "payments/x1", "--alarm", "*", "--alarm", "refunds/x1", "--smoke", "/healthz"],
    "--reason=--force $(exit 1) 'ticket 42'",
  ]);
  expect(argumentsOf({ COMMAND: "start", TO: "blue", SMOKE: "https://x.example/ready" })).toContain(
    "--smoke-url",
  );
});

it.each([
  [{ COMMAND: "status", REASON: "why" }, ["status", "--yes"]],
  [{ COMMAND: "rollback", REASON: "why" }, ["rollback", "--yes", "--reason=why"]],
  [{ COMMAND: "rollback", TO: "blue" }, ["rollback", "--yes", "--to", "blue"]],
  [{ COMMAND: "set", GREEN: "5" }, ["set", "--yes", "--green", "5"]],
  [{ COMMAND: "repair", REASON: "why" }, ["repair", "--yes", "--reason=why"]],
])("%j", (inputs, expected) => {
  expect(argumentsOf(inputs)).toEqual(expected);
});

it("has at most ten inputs, and a default for none of the settings'", () => {
  const inputs = WORKFLOW.slice(0, WORKFLOW.indexOf("permissions: {}"));
  expect(inputs.match(/^ {6}\w+:$/gm)?.length).toBe(10);
  expect(inputs).not.toContain("default:");
});
