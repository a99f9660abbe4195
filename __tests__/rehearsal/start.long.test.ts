import { resolve } from "node:path";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import { ofATerminal, Pty } from "../support/pty";
import { MINUTES } from "./support";

const PROJECT = resolve(__dirname, "../..");

describe("npm start -- --keep", () => {
  it(
    "keeps it up in a shell, in which the runbooks' own commands work as written",
    async () => {
      const env = { ...ofATerminal(withoutUserSettings(process.env)), SHELL: "/bin/sh", PS1: "$ " };
      const shell = new Pty("npm", ["start", "--", "--suffix", "kept", "--keep"], { cwd: PROJECT, env });
      await shell.until("kept is up.", 3 * MINUTES);
      const type = async (line: string, answer: string | RegExp) => {
        shell.write(`${line}\r`);
        await shell.until(answer, MINUTES);
      };
      await type("npm run release -- status", /blue\s+80 %/);
      await type("npm run plan; echo plan ended with $?", "plan ended with 0");
      await type("npm run --silent previews -- --json", "[]");
      await type(
        'cd "cdktf.out/stacks/transaction-processing-$ENVIRONMENT_SUFFIX"; pwd; cd ../../..',
        "-kept",
      );
      await type("ls environments/kept.json account.example.json; echo $?", "0");
      await type("npm run migrate; echo migrate ended with $?", "migrate ended with 0");
      shell.write("\u0003"); // Ctrl-C at the prompt ends neither the shell nor the emulator
      await type("echo still here", "still here");
      shell.write("exit\r");
      expect((await shell.ended(MINUTES)).code).toBe(0);
    },
    8 * MINUTES,
  );
});
