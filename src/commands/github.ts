import { appendFileSync, readFileSync } from "node:fs";
import { allowedDestroys } from "../github/allowed-destroys";
import { GithubApi } from "../github/api";
import { previewMarker, writeComment } from "../github/comment";
import { endedPreviews, parsePreviews } from "../github/ended-previews";
import { longLived } from "../github/environments";
import { reviewedPlan } from "../github/reviewed-plan";
import { planMarker } from "../review/comment";
import { RefusedError } from "../terminal/refused";
import { parsePositive } from "./arguments";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

const program = new Command("npm run github --")
  .description("What the workflows ask of GitHub; they run it, people seldom do.")
  .exitOverride() // the commands below do as well
  .addHelpText(
    "after",
    `
GitHub's own variables say where: GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_SHA; GITHUB_TOKEN says who.

Exit codes: 0 done; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused.`,
  );

program
  .command("environments")
  .description("the long-lived environments, as JSON")
  .action(() => console.log(JSON.stringify(longLived("environments"))));

program
  .command("allowed")
  .description("what the pull request in PULL_REQUEST_BODY allows to be lost, a line each")
  .action(() => {
    for (const address of allowedDestroys(process.env.PULL_REQUEST_BODY ?? "")) console.log(address);
  });

program
  .command("review")
  .description("write a plan's review as the pull request's one comment about the environment")
  .argument("<pull-request>", "its number", parsePositive)
  .argument("<suffix>", "the environment")
  .argument("<file>", "the review")
  .action((pull: number, suffix: string, file: string) =>
    writeComment(github(), pull, planMarker(suffix), readFileSync(file, "utf8")),
  );

program
  .command("preview")
  .description("write where a preview is, or that it is gone")
  .argument("<pull-request>", "its number", parsePositive)
  .argument("<suffix>", "the environment")
  .argument("<text>", "what to say")
  .action((pull: number, suffix: string, text: string) => {
    const marker = previewMarker(suffix);
    return writeComment(github(), pull, marker, `${marker}\n${text}`);
  });

program
  .command("reviewed")
  .description("the plans that were reviewed before GITHUB_SHA was merged, as JSON")
  .action(async () => {
    const where = { commit: variable("GITHUB_SHA"), repository: variable("GITHUB_REPOSITORY") };
    const plans = [];
    for (const suffix of longLived("environments")) {
      const found = await reviewedPlan(github(), { ...where, suffix });
      if ("nothing" in found) summary(`Nothing to apply to \`${suffix}\`: ${found.nothing}.`);
      else plans.push(found);
    }
    console.log(JSON.stringify(plans));
  });

program
  .command("ended")
  .description(
    'of the previews on standard input, as "npm run previews" lists them, those to destroy, as JSON',
  )
  .action(async () =>
    console.log(JSON.stringify(await endedPreviews(github(), parsePreviews(readFileSync(0, "utf8"))))),
  );

void program.parseAsync().catch(end);

function github(): GithubApi {
  const { GITHUB_API_URL: url = "https://api.github.com" } = process.env;
  return new GithubApi({ url, repository: variable("GITHUB_REPOSITORY"), token: variable("GITHUB_TOKEN") });
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new RefusedError(`${name}: got nothing, allowed: what GitHub Actions sets it to`);
  return value;
}

function summary(text: string): void {
  console.error(text);
  if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${text}\n\n`);
}
