import { CommanderError, type OptionValues } from "commander";
import { type Change, changeEnvironment } from "../deploy/change-environment";
import { notAsConfigured } from "../deploy/follow-services";
import { openEnvironment, readInput } from "../deploy/open-environment";
import { terminalReview } from "../review/for-terminal";
import { reviewJson } from "../review/json";
import type { EnvironmentSettings } from "../settings/schema";
import { appearanceOf } from "../terminal/appearance";
import { requireTerminal } from "../terminal/confirm";
import { EXIT_INTERRUPTED, interruption, wasInterrupted } from "../terminal/interruption";
import { printable } from "../terminal/printable";
import { RefusedError } from "../terminal/refused";
import { NOT_FOLLOWED, noWait, parsePositive } from "./arguments";
import { Command } from "./command";
import { EXIT_BLOCKED, EXIT_FAILED, EXIT_NOT_AS_CONFIGURED, EXIT_NOTHING, EXIT_REFUSED, end } from "./end";

/** After a deployment that creates this resource, the database users have to be created. */
const DATABASE = "aws_rds_cluster.database_cluster";

const DOCTOR = '"npm run doctor" looks for what a deployment needs and this account or machine lacks';

interface Options extends OptionValues {
  readonly suffix?: string;
  readonly autoApprove: boolean;
  readonly allow?: readonly string[];
  readonly outputsFile?: string;
  readonly parallelism?: number;
  /** Options of deploy only. */
  readonly wait?: boolean;
  readonly json: boolean;
}

/** The commands `deploy` and `destroy`: plan, review, ask, apply. */
export function changeCommand(operation: "deploy" | "destroy"): void {
  const command = new Command(`npm run ${operation} --`)
    .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX)")
    .option("--auto-approve", "do not ask", false)
    .option(
      "--parallelism <count>",
      "how many resources are looked at and changed at once (default: 10)",
      parsePositive,
    )
    .option("--json", "what Terraform says and the result, a JSON object a line, on standard output", false);
  if (operation === "deploy") {
    command
      .description(
        "Plans, shows the review, asks, and applies exactly that, while no release can move traffic.",
      )
      .option("--allow <address...>", 'resources that hold data and may be lost, or "everything"')
      .option("--outputs-file <file>", "write the stack's outputs to this file, as JSON")
      .addOption(noWait());
  } else {
    command.description(
      "Plans the end of an environment, shows what is lost, asks for its suffix where data is, and destroys everything.",
    );
  }
  command
    .addHelpText(
      "after",
      `
Ctrl-C at any moment ends in order: Terraform saves its state, and no lock stays. A second one ends at once.

Exit codes: 0 ${operation === "deploy" ? "deployed, or nothing to change" : "destroyed"}; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused or answered no, nothing was touched; ${
        operation === "deploy"
          ? `${EXIT_BLOCKED} blocked, data
would be lost that was not allowed to; ${EXIT_NOT_AS_CONFIGURED} all else is done, but a color does not run what was
configured: ECS rolled it back, or has not finished within 20 minutes`
          : `${EXIT_NOTHING} nothing of this suffix
is deployed`
      }; ${EXIT_INTERRUPTED} interrupted.`,
    )
    .exitOverride()
    .action((options: Options) => change(operation, options));
  command.parseAsync().catch((error: Error) => {
    end(error);
    if (operation === "deploy" && process.exitCode === EXIT_FAILED) console.error(DOCTOR);
    if (!command.opts().json || error instanceof CommanderError) return;
    const kind = wasInterrupted() ? "interrupted" : error instanceof RefusedError ? "refused" : "failed";
    console.log(printable(JSON.stringify({ type: "result", kind, message: error.message })));
  });
}

async function change(operation: "deploy" | "destroy", options: Options): Promise<void> {
  interruption(); // from the first moment on
  readInput(process.env, { suffix: options.suffix, changes: true });
  if (!options.autoApprove) requireReader(operation, options.json); // refuses before the time for a plan is spent
  const environment = await openEnvironment(process.env, { suffix: options.suffix, changes: true });
  const { suffix, stateBucket, database } = environment.config;
  const line = (value: unknown) => console.log(printable(JSON.stringify(value)));
  const changed = await changeEnvironment(environment, {
    operation,
    autoApprove: options.autoApprove,
    allowed:
      operation === "destroy" || options.allow?.includes("everything") ? "everything" : (options.allow ?? []),
    outputsFile: options.outputsFile,
    parallelism: options.parallelism,
    follow: options.wait !== false,
    show: (review) =>
      options.json
        ? line({ type: "review", ...reviewJson(review) })
        : console.log(`\n${terminalReview(review, appearanceOf(process.stdout, process.env))}\n`),
    ...(options.json && { onEvent: line }),
  });
  if (options.json) line({ type: "result", ...resultOf(changed) });
  switch (changed.kind) {
    case "blocked":
      console.error(
        `blocked: nothing was touched; if that data may be lost: npm run ${operation} -- --allow ${changed.review.blocking.join(" ")}`,
      );
      process.exitCode = EXIT_BLOCKED;
      break;
    case "nothing deployed":
      console.error(`nothing of "${suffix}" is deployed: its state in ${stateBucket} holds no resource`);
      process.exitCode = EXIT_NOTHING;
      break;
    case "not as configured":
      console.error(notAsConfigured(suffix, changed.problems));
      process.exitCode = EXIT_NOT_AS_CONFIGURED;
      break;
    default:
      if (options.wait === false) console.error(NOT_FOLLOWED);
      if (!options.json) console.log(ending(operation, suffix, changed, database.restoreFrom));
  }
}

/** The person who is asked has to see the review first. */
function requireReader(operation: string, json: boolean): void {
  requireTerminal(operation, "-- --auto-approve");
  if (json || !process.stdout.isTTY || !process.stderr.isTTY) {
    throw new RefusedError(
      `not asked to ${operation}: the review would not be seen at this terminal; say -- --auto-approve, or neither --json nor a redirection`,
    );
  }
}

/** With --json, the review is a line of its own. */
const resultOf = (changed: Change): object => ({
  kind: changed.kind,
  ...("outputs" in changed && { outputs: changed.outputs }),
  ...("problems" in changed && { problems: changed.problems }),
});

/** Prints the deployed environment's addresses, and the next steps. */
function ending(
  operation: "deploy" | "destroy",
  suffix: string,
  { kind, outputs, review, took }: Extract<Change, { readonly took: string }>,
  restoreFrom: EnvironmentSettings["database"]["restoreFrom"],
): string {
  if (operation === "destroy") {
    return [
      `destroyed ${suffix} in ${took}`,
      `next: npm run sweep -- --suffix ${suffix}    certifies that nothing is left, or says what is`,
    ].join("\n");
  }
  const isNew = review.details.some((it) => it.action === "create" && it.address === DATABASE);
  return [
    kind === "applied"
      ? `deployed ${suffix} in ${took}`
      : `${suffix} is as configured: nothing to change (${took})`,
    `  application  ${outputs.application_url}`,
    `  dashboard    ${outputs.dashboard_url}`,
    nextAfterDeploy(isNew, restoreFrom),
  ].join("\n");
}

/** What to do next. The provider leaves IAM out of a restore from a snapshot: docs/decisions/0022-restore-and-snapshots.md */
export function nextAfterDeploy(
  isNewDatabase: boolean,
  restoreFrom: EnvironmentSettings["database"]["restoreFrom"],
): string {
  if (!isNewDatabase) return "next: npm run release -- status    shows what runs and who gets the traffic";
  return restoreFrom?.snapshotArn === undefined
    ? "next: npm run migrate    makes the database users"
    : "next: npm run deploy    once more: after a restore from a snapshot IAM authentication is off";
}
