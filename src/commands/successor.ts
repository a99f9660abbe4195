import { inTemporaryFolder } from "../files/own-folder";
import { table } from "../terminal/table";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run successor --")
  .description(
    "Tests the successors of CDKTF: installs each in a temporary folder, synthesizes both profiles and the account's stack, and compares the results.",
  )
  .option("--json", "print JSON instead of a table")
  .addHelpText(
    "after",
    `
The command needs the npm registry and 1 GB of temporary disk space. docs/successor.md says when and how to move to a successor.

Exit codes: 0 the synthesized JSON differs only in versions, and the types compile; ${EXIT_FAILED} other differences or type errors, or a
command failed; ${EXIT_REFUSED} bad usage.`,
  )
  .exitOverride()
  .action(async ({ json }: { json?: boolean }) => {
    // This module is loaded only here, because --help does not need it.
    const { trySuccessors } = require("../tools/successor") as typeof import("../tools/successor");
    const outcomes = await inTemporaryFolder("successor", (directory) =>
      trySuccessors(directory, (text) => console.error(text)),
    );
    const differing = (paths: readonly string[]) =>
      paths.length === 0 ? "the same" : `${paths.length} differ`;
    const head = ["successor", "lines changed", "type errors", "ephemeral", "production", "account"];
    const rows = outcomes.map(({ name, changedLines, typeErrors, differences: found }) => [
      name,
      `${changedLines}`,
      `${typeErrors.length}`,
      ...[found.ephemeral, found.production, found.account].map(differing),
    ]);
    const said = outcomes.flatMap(({ name, typeErrors, differences: found, versions }) =>
      [...versions, ...typeErrors, ...Object.values(found).flat()].map((it) => `${name}: ${it}`),
    );
    console.log(json ? JSON.stringify(outcomes, null, 2) : [table(head, rows), "", ...said].join("\n"));
    const fits = outcomes.every(
      ({ typeErrors, differences: found }) =>
        typeErrors.length === 0 && Object.values(found).flat().length === 0,
    );
    process.exitCode = fits ? 0 : EXIT_FAILED;
  })
  .parseAsync()
  .catch(end);
