import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { claim } from "../files/claim";
import { emptyFolder } from "../files/own-folder";
import { changes } from "../rehearsal/changes/changes";
import { changesDocument } from "../rehearsal/changes/document";
import { Results } from "../rehearsal/changes/results";
import { verdictOf } from "../rehearsal/changes/verdict";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { RefusedError } from "../terminal/refused";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

const project = resolve(__dirname, "../..");
const DOCUMENT = join("docs", "changes.md");

interface Options {
  readonly resume: boolean;
  readonly only?: readonly string[];
}

new Command("npm run changes --")
  .description(
    `Deploys an environment into the emulator, changes every setting once under traffic, and writes the observations into ${DOCUMENT}.`,
  )
  .option("--resume", "keep the observations of an earlier run, and make only the missing changes", false)
  .option(
    "--only <setting...>",
    "make only the changes of these settings, and keep the observations of all others",
  )
  .addHelpText(
    "after",
    `
The run takes one or two hours on two cores. The folder .rehearsal/changes-seen/ keeps the observations, in one file for each change.

Exit codes: 0 every change with an effect on requests had a warning; ${EXIT_FAILED} a change had no warning (SILENT), or a rehearsal failed;
${EXIT_REFUSED} bad usage, or another run is under way; ${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride()
  .action(main)
  .parseAsync()
  .catch(end);

async function main({ resume, only }: Options): Promise<void> {
  const { signal } = interruption();
  const directory = join(project, ".rehearsal", "changes");
  const seen = join(project, ".rehearsal", "changes-seen");
  const claimed = claim(`${directory}.pid`);
  if (typeof claimed === "number") {
    throw new RefusedError(`another run is under way, as process ${claimed}: wait for its end`);
  }
  try {
    if (!existsSync(seen) || (!resume && only === undefined)) emptyFolder(seen);
    const results = new Results(seen);
    await changes({
      directory,
      toolchainDirectory: join(project, ".toolchain"),
      env: process.env,
      results: only === undefined ? results : results.without(only),
      isMeant: (_, { setting }) => only?.includes(setting) ?? true,
      signal,
      print: (line) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`),
    }).finally(() => report(results)); // also if the run ends early; the document keeps the rows of changes that were not rehearsed
  } finally {
    claimed();
  }
}

function report(results: Results): void {
  const all = results.all();
  writeFileSync(DOCUMENT, changesDocument(all, existsSync(DOCUMENT) ? readFileSync(DOCUMENT, "utf8") : ""));
  const verdicts = all.map((it) => ({ ...it, ...verdictOf(it) }));
  const count = (verdict: string) => verdicts.filter((it) => it.verdict === verdict).length;
  for (const { environment, name, verdict, why } of verdicts) {
    if (verdict === "SILENT") console.error(`SILENT: ${environment}: ${name}: ${why}`);
  }
  console.log(
    `${all.length} changes: ${count("nothing noticed")} not noticed by users, ${count("warned")} with a warning, ${count("refused")} refused, ${count("SILENT")} SILENT (faults, listed above); wrote ${DOCUMENT}`,
  );
  if (count("SILENT") > 0) process.exitCode = EXIT_FAILED;
}
