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
    "Draw an environment from its synthesized Terraform JSON: network, who may talk to whom, data and its keys, releases, alarms.",
  )
  .addOption(profileOption())
  .addOption(suffixOption())
  .option("--out <folder>", "where the SVG files go", "picture")
  .addHelpText(
    "after",
    `
Nothing of AWS is asked. It writes two files, for light pages and for dark ones: picture/environment-<suffix>-light.svg and
picture/environment-<suffix>-dark.svg. "npm run generate" draws those of docs/pictures/.

Exit codes: 0 written; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused: no such settings file, or bad usage.`,
  )
  .exitOverride()
  .action(({ out, ...which }: Options) => {
    const environment = whichEnvironment(which);
    // Loading the stack takes half a second: not for --help.
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
