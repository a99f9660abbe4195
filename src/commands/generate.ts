import { writeFileSync } from "node:fs";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run generate --")
  .description(
    "Rewrites what follows from the code: reference documents below docs/, and the editors' schema.",
  )
  .addHelpText("after", `\nExit codes: 0 written; ${EXIT_FAILED} failed; ${EXIT_REFUSED} bad usage.`)
  .exitOverride()
  .action(() => {
    // Loading the stack takes half a second: not for --help.
    const { generatedFiles } =
      require("../tools/documents/generated") as typeof import("../tools/documents/generated");
    for (const { path, text } of generatedFiles()) {
      writeFileSync(path, text());
      console.log(`wrote ${path}`);
    }
  })
  .parseAsync()
  .catch(end);
