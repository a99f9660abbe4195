import { inTemporaryFolder } from "../files/own-folder";
import { table } from "../terminal/table";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run successor --")
  .description(
    "Try what carries CDKTF on: install it in a folder of its own, synthesize both profiles and the account's stack, compare.",
  )
  .option("--json", "print JSON instead of a table")
  .addHelpText(
    "after",
    `
Needs the npm registry and 1 GB of temporary space, which is free again afterwards. docs/successor.md says when to move, and how.

Exit codes: 0 what is synthesized is the same but for versions, and the types fit; ${EXIT_FAILED} it is not, or a command failed;
${EXIT_REFUSED} bad usage.`,
  )
  .exitOverride()
  .action(async ({ json }: { json?: boolean }) => {
    // Nothing of it is needed for --help.
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
