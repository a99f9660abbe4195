import { spawnSync } from "node:child_process";
import { join } from "node:path";

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
