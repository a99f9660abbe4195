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
  .description("Say which published control is met by which resource, and which deviation is exempt, why.")
  .addOption(profileOption())
  .addOption(suffixOption())
  .addOption(new Option("--format <format>", "Markdown or JSON").choices(["md", "json"]).default("md"))
  .addHelpText(
    "after",
    `
Nothing of AWS is asked: the evidence is what synth writes. docs/runbooks/compliance.md says how to read it.

Exit codes: 0 every rule is met or its deviation is exempt, ${EXIT_FAILED} an error, ${EXIT_REFUSED} bad usage,
${EXIT_VIOLATED} violations, or exemptions of what does not deviate.`,
  )
  .exitOverride()
  .action(({ format, ...which }: Options) => {
    const environment = whichEnvironment(which);
    // The stack is loaded only now, because loading takes half a second, which a usage error need not wait for.
    const { complianceOf } =
      require("../tools/documents/compliance") as typeof import("../tools/documents/compliance");
    const evidence = complianceOf(environment);
    console.log(format === "json" ? JSON.stringify(evidence, null, 2) : evidenceMarkdown(evidence).trimEnd());
    const violated = evidence.rules.some(({ verdict }) => verdict === "violated");
    process.exitCode = violated || evidence.stale.length > 0 ? EXIT_VIOLATED : 0;
  })
  .parseAsync()
  .catch(end);
