import { Option } from "commander";
import { evidenceMarkdown } from "../policy/markdown";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";
import { profileOption, suffixOption, type WhichEnvironment, whichEnvironment } from "./which-environment";

const EXIT_VIOLATED = 3;

interface Options extends WhichEnvironment {
  readonly format: "json" | "md";
}

new Command("npm run compliance --")
  .description(
    "Lists the resources that meet each published control, and the exempt deviations with their reasons.",
  )
  .addOption(profileOption())
  .addOption(suffixOption())
  .addOption(new Option("--format <format>", "Markdown or JSON").choices(["md", "json"]).default("md"))
  .addHelpText(
    "after",
    `
The command makes no calls to AWS: it judges the synthesized configuration. docs/runbooks/compliance.md explains the output.

Exit codes: 0 every rule is met or its deviation is exempt; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused, or bad usage;
${EXIT_VIOLATED} a rule is violated, or an exemption has no deviation.`,
  )
  .exitOverride()
  .action(({ format, ...which }: Options) => {
    const environment = whichEnvironment(which);
    // This module is loaded only here: loading the stack takes half a second, and --help and usage errors do not need the stack.
    const { complianceOf } =
      require("../tools/documents/compliance") as typeof import("../tools/documents/compliance");
    const evidence = complianceOf(environment);
    console.log(format === "json" ? JSON.stringify(evidence, null, 2) : evidenceMarkdown(evidence).trimEnd());
    const violated = evidence.rules.some(({ verdict }) => verdict === "violated");
    process.exitCode = violated || evidence.stale.length > 0 ? EXIT_VIOLATED : 0;
  })
  .parseAsync()
  .catch(end);
