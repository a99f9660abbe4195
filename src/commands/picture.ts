import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { THEMES } from "../tools/pictures/environment/picture";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";
import { profileOption, suffixOption, type WhichEnvironment, whichEnvironment } from "./which-environment";

interface Options extends WhichEnvironment {
  readonly out: string;
}

new Command("npm run picture --")
  .description(
    "Draws an environment from its synthesized Terraform JSON: the network, allowed connections, data and its KMS keys, releases, and alarms.",
  )
  .addOption(profileOption())
  .addOption(suffixOption())
  .option("--out <folder>", "the folder for the SVG files", "picture")
  .addHelpText(
    "after",
    `
The command makes no calls to AWS. It writes two files, for light and for dark pages: picture/environment-<suffix>-light.svg and
picture/environment-<suffix>-dark.svg. "npm run generate" draws the pictures in docs/pictures/.

Exit codes: 0 written; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused: the settings file does not exist, or bad usage.`,
  )
  .exitOverride()
  .action(({ out, ...which }: Options) => {
    const environment = whichEnvironment(which);
    // This module is loaded only here: loading the stack takes half a second, and --help does not need the stack.
    const { pictureOf } =
      require("../tools/pictures/environment/draw") as typeof import("../tools/pictures/environment/draw");
    for (const theme of THEMES) {
      const file = join(out, `environment-${environment.suffix}-${theme}.svg`);
      const svg = pictureOf(environment, theme);
      mkdirSync(out, { recursive: true });
      writeFileSync(file, svg);
      console.log(`wrote ${file}`);
    }
  })
  .parseAsync()
  .catch(end);
