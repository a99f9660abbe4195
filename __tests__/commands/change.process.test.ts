import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { withAws } from "../support/command-with-aws";

const ROOT = join(__dirname, "..", "..");

it.each(["deploy", "destroy"])(
  "npm run %s asks nobody where nobody could answer, and touches nothing",
  (operation) => {
    const command = ["--require", join(ROOT, "src/register.js"), join(ROOT, `src/commands/${operation}.ts`)];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
    });
    expect([status, stdout, stderr]).toEqual([
      2,
      "",
      `not asked to ${operation}: there is no terminal to ask at; say -- --auto-approve\n`,
    ]);
  },
);

describe("a deployment that fails", () => {
  const POINTS_TO_THE_DOCTOR = /"npm run doctor" looks for what a deployment needs/;
  const fails = (operation: string) =>
    withAws((_, response) => response.writeHead(500).end(), operation, ["--suffix", "dev", "--auto-approve"]);

  it("points to the doctor in its last line", async () => {
    const { code, stderr } = await fails("deploy");
    expect(code).toBe(1);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(POINTS_TO_THE_DOCTOR);
  });

  it("does not when it destroys: nothing has to be there for that", async () => {
    const { code, stderr } = await fails("destroy");
    expect(code).toBe(1);
    expect(stderr).not.toMatch(POINTS_TO_THE_DOCTOR);
  });

  it("does not when it is refused, which says what to do", async () => {
    const { code, stderr } = await withAws(() => {}, "deploy", ["--suffix", "nowhere", "--auto-approve"]);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(POINTS_TO_THE_DOCTOR);
  });
});
