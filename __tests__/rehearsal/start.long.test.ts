import { resolve } from "node:path";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import { ofATerminal, Pty } from "../support/pty";
import { IN_THE_SHELL } from "../support/shell-commands";
import { MINUTES } from "./support";

const PROJECT = resolve(__dirname, "../..");

describe("npm start -- --keep", () => {
  it(
    "keeps it up in a shell, in which the documents' own commands work as written",
    async () => {
      const env = { ...ofATerminal(withoutUserSettings(process.env)), SHELL: "/bin/sh", PS1: "$ " };
      const shell = new Pty("npm", ["start", "--", "--suffix", "kept", "--keep"], { cwd: PROJECT, env });
      await shell.until("kept is up.", 5 * MINUTES);
      const codes: [command: string, code: number][] = [];
      for (const { command } of IN_THE_SHELL) {
        shell.write(`${command}; echo "ended" with $?\r`);
        const said = await shell.until(/ended with \d+/, 3 * MINUTES);
        codes.push([command, Number(/ended with (\d+)/.exec(said)?.[1])]);
      }
      expect(codes).toEqual(IN_THE_SHELL.map(({ command, code = 0 }) => [command, code]));
      await shell.until("$ "); // so that the next prompt is the one after Ctrl-C
      shell.write("\u0003"); // Ctrl-C at the prompt ends neither the shell nor the emulator
      await shell.until("$ "); // the terminal drops what was typed before it had handled Ctrl-C
      shell.write("echo still $((40 + 2))\r");
      await shell.until("still 42", MINUTES);
      shell.write("exit\r");
      expect((await shell.ended(MINUTES)).code).toBe(0);
    },
    20 * MINUTES,
  );
});
