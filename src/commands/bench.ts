import { inTemporaryFolder } from "../files/own-folder";
import { benchAgainst } from "../tools/bench/against";
import { inEmulatedAccount } from "../tools/bench/emulated";
import { benchRelease } from "../tools/bench/release";
import { benchSynth } from "../tools/bench/synth";
import { benchTerraform } from "../tools/bench/terraform";
import { benchTests } from "../tools/bench/tests";
import { parsePositive } from "./arguments";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

interface Options {
  readonly runs: number;
  readonly against?: string;
  readonly wholeTests: boolean;
  readonly json: boolean;
}

new Command("npm run bench --")
  .description(
    "Measures how long commands and tests take, and compares the medians with this project's goals.",
  )
  .option("--runs <number>", "measured runs of each command, after one warm-up run", parsePositive, 7)
  .option("--against <commit>", "compare the duration of synth with an older commit of this repository")
  .option("--whole-tests", "also run npm test once", false)
  .option("--json", "print JSON instead of a table", false)
  .addHelpText(
    "after",
    `
The measurement takes a quarter of an hour. Run it on a machine without other load. docs/testing.md has the newest results.

Exit codes: 0 every goal is met; ${EXIT_FAILED} a goal is missed, or a command failed; ${EXIT_REFUSED} bad usage, or the commit does not exist.`,
  )
  .exitOverride()
  .action(async ({ runs, against, wholeTests, json }: Options) => {
    await inTemporaryFolder("bench", async (directory) => {
      const rows = [
        ...(against === undefined ? [] : await benchAgainst(directory, runs, against)),
        ...(await benchSynth(directory, runs)),
        ...(await inEmulatedAccount(directory, async (emulated) => [
          ...(await benchTerraform(emulated, directory, Math.ceil(runs / 2))),
          ...(await benchRelease(emulated, runs)),
        ])),
        ...(await benchTests(wholeTests)),
      ];
      console[json ? "log" : "table"](json ? JSON.stringify(rows, null, 2) : rows);
      process.exitCode = rows.every(({ met }) => met) ? 0 : EXIT_FAILED;
    });
  })
  .parseAsync()
  .catch(end);
