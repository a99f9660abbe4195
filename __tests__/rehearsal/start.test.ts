import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
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
});
