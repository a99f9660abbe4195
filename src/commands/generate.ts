import { writeFileSync } from "node:fs";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run generate --")
  .description(
    "Generates files from the code: reference documents in docs/, pictures, and the JSON schema of the settings for editors.",
  )
  .addHelpText("after", `\nExit codes: 0 written; ${EXIT_FAILED} failed; ${EXIT_REFUSED} bad usage.`)
  .exitOverride()
  .action(() => {
    // This module is loaded only here: loading the stack takes half a second, and --help does not need the stack.
    const { generatedFiles } =
      require("../tools/documents/generated") as typeof import("../tools/documents/generated");
    for (const { path, text } of generatedFiles()) {
      writeFileSync(path, text());
      console.log(`wrote ${path}`);
    }
  })
  .parseAsync()
  .catch(end);
