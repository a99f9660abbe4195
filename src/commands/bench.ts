import { inTemporaryFolder } from "../files/own-folder";
import { benchRelease } from "../tools/bench/release";
import { benchSynth } from "../tools/bench/synth";
import { parsePositive } from "./arguments";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run bench --")
  .description("Measure what the project promises about speed: medians of whole processes.")
  .option("--runs <number>", "runs of each command, after one that is not counted", parsePositive, 7)
  .option("--json", "print JSON instead of a table")
  .addHelpText(
    "after",
    `\nExit codes: 0 every goal met; ${EXIT_FAILED} a goal missed, or a command failed; ${EXIT_REFUSED} bad usage.`,
  )
  .exitOverride()
  .action(async ({ runs, json }: { runs: number; json?: boolean }) => {
    await inTemporaryFolder("bench", async (directory) => {
      const rows = [...(await benchSynth(directory, runs)), ...(await benchRelease(directory, runs))];
      console[json ? "log" : "table"](json ? JSON.stringify(rows, null, 2) : rows);
      process.exitCode = rows.every(({ met }) => met) ? 0 : EXIT_FAILED;
    });
  })
  .parseAsync()
  .catch(end);
