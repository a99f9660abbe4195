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
    `Changes every setting once in a deployed environment under traffic, in the emulator, and writes what was seen into ${DOCUMENT}.`,
  )
  .option("--resume", "keep what an earlier run has seen, and see the rest", false)
  .option(
    "--only <setting...>",
    "of these settings see all changes anew, and keep what was seen of the others",
  )
  .addHelpText(
    "after",
    `
It takes an hour or two on two cores. What was seen stays in .rehearsal/changes-seen/, a file for each change.

Exit codes: 0 nothing happens to requests unsaid; ${EXIT_FAILED} something does (SILENT), or a rehearsal failed; ${EXIT_REFUSED} bad usage, or
it runs already; ${EXIT_INTERRUPTED} interrupted.`,
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
    throw new RefusedError(`it runs already, as process ${claimed}: wait for its end`);
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
    }).finally(() => report(results)); // also after a run that ended early, which leaves all other rows as they are
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
    `${all.length} changes: ${count("nothing noticed")} not noticed, ${count("warned")} warned of, ${count("refused")} refused, ${count("SILENT")} silent; wrote ${DOCUMENT}`,
  );
  if (count("SILENT") > 0) process.exitCode = EXIT_FAILED;
}
