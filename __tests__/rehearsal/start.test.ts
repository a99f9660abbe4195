import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import { EPHEMERAL } from "../support/environments";
import { ofATerminal, Pty } from "../support/pty";
import { synthesized } from "../support/synthesized";
import { MINUTES } from "./support";

const PROJECT = resolve(__dirname, "../..");
const CTRL_C = "\u0003";
const RESOURCES = synthesized(EPHEMERAL).addresses().length;

/** README's first command, as a person meets it. */
describe("npm start", () => {
  it(
    "is interrupted in order, a second one of the same suffix is refused, and again it runs to its end",
    async () => {
      const env = ofATerminal(withoutUserSettings(process.env));
      const start = new Pty("npm", ["start", "--", "--suffix", "start-tty"], { cwd: PROJECT, env });
      await start.until(
        new RegExp(`\\d+ of ${RESOURCES} done, \\d+ s\\s+waiting \\d+ s for aws_`),
        2 * MINUTES,
      );
      const second = new Pty("npm", ["start", "--", "--suffix", "start-tty"], { cwd: PROJECT, env });
      await second.until('a rehearsal of "start-tty" is under way here');
      expect((await second.ended()).code).toBe(2);
      start.write(CTRL_C);
      expect([130, -2]).toContain((await start.ended(MINUTES)).code);
      expect(existsSync(join(PROJECT, ".rehearsal/start-tty.pid"))).toBe(false);

      const whole = new Pty("npm", ["start", "--", "--suffix", "start-tty"], { cwd: PROJECT, env });
      await whole.until(
        `${RESOURCES} resources deployed, settled and destroyed; nothing is left (ephemeral profile)`,
        5 * MINUTES,
      );
      expect((await whole.ended()).code).toBe(0);
      expect(whole.cursorIsShown).toBe(true);
    },
    10 * MINUTES,
  );

  it(
    "with --keep, leaves up what failed, and says where the logs are",
    async () => {
      const folder = failingTerraform();
      const env = {
        ...ofATerminal(withoutUserSettings(process.env)),
        PATH: [folder, process.env.PATH].join(delimiter),
        SHELL: "/bin/sh",
      };
      const start = new Pty("npm", ["start", "--", "--suffix", "start-failed", "--keep"], {
        cwd: PROJECT,
        env,
      });
      await start.until(/the whole log: .*start-failed\/rehearsal\.log/, 2 * MINUTES);
      await start.until("start-failed is only partly up, because a step failed.", MINUTES);
      start.write("echo the state is in $STATE_BUCKET\r");
      await start.until("the state is in terraform-state-", MINUTES);
      start.write("exit\r");
      expect((await start.ended(MINUTES)).code).toBe(1);
      rmSync(folder, { recursive: true });
    },
    4 * MINUTES,
  );

  it(
    "with --keep and without a terminal, ends after a failure",
    () => {
      const folder = failingTerraform();
      // The command without npm, so that a test that takes too long ends it.
      const command = ["--require", "./src/register.js", "src/commands/rehearse.ts"];
      const { status, stderr } = spawnSync(
        process.execPath,
        [...command, "--suffix", "start-piped", "--keep"],
        {
          cwd: PROJECT,
          env: { ...withoutUserSettings(process.env), PATH: [folder, process.env.PATH].join(delimiter) },
          encoding: "utf8",
          timeout: MINUTES,
        },
      );
      expect(stderr).toContain("nothing is kept, because this is no terminal");
      expect(status).toBe(1);
      rmSync(folder, { recursive: true });
    },
    2 * MINUTES,
  );
});

/** Makes a folder with a Terraform that fails to plan. @returns the folder's path */
function failingTerraform(): string {
  const folder = mkdtempSync(join(tmpdir(), "failing-terraform-"));
  const real = execFileSync("sh", ["-c", "command -v terraform"], { encoding: "utf8" }).trim();
  const script = `#!/bin/sh\ncase "$*" in *plan*) echo "planned badly" >&2; exit 1;; esac\nexec "${real}" "$@"\n`;
  writeFileSync(join(folder, "terraform"), script, { mode: 0o755 });
  return folder;
}
