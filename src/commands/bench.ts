import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { benchRelease } from "../bench/release";
import { benchSynth } from "../bench/synth";
import { parsePositive } from "./arguments";

new Command("npm run bench --")
  .description("Measure what the project promises about speed: medians of whole processes.")
  .option("--runs <number>", "runs of each command, after one that is not counted", parsePositive, 7)
  .option("--json", "print JSON instead of a table")
  .addHelpText("after", "\nExit codes: 0 every goal met, 1 a goal missed or a command failed.")
  .action(async ({ runs, json }: { runs: number; json?: boolean }) => {
    const directory = mkdtempSync(join(tmpdir(), "bench-"));
    try {
      const rows = [...(await benchSynth(directory, runs)), ...(await benchRelease(directory, runs))];
      console[json ? "log" : "table"](json ? JSON.stringify(rows, null, 2) : rows);
      process.exitCode = rows.every(({ met }) => met) ? 0 : 1;
    } finally {
      rmSync(directory, { recursive: true });
    }
  })
  .parseAsync()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
