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

/** If a deployment creates this resource, the database is new. Then the next step is to create the database users. */
const DATABASE = "aws_rds_cluster.database_cluster";

const DOCTOR = '"npm run doctor" checks this machine and the account for the requirements of a deployment';

interface Options extends OptionValues {
  readonly suffix?: string;
  readonly autoApprove: boolean;
  readonly allow?: readonly string[];
  readonly outputsFile?: string;
  readonly parallelism?: number;
  /** Only `deploy` has this option and the following ones. */
  readonly wait?: boolean;
  readonly json: boolean;
}

/** Runs the command `deploy` or `destroy`: it plans, shows the review, asks, and applies. */
export function changeCommand(operation: "deploy" | "destroy"): void {
  const command = new Command(`npm run ${operation} --`)
    .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX)")
    .option("--auto-approve", "do not ask", false)
    .option(
      "--parallelism <count>",
      "number of resources that Terraform reads or changes at once (default: 10)",
      parsePositive,
    )
    .option(
      "--json",
      "print the review, Terraform's events and the result as JSON, one object a line",
      false,
    );
  if (operation === "deploy") {
    command
      .description(
        "Plans, shows the review, asks, and applies the plan. During the apply, the command holds the environment's lock, which prevents releases.",
      )
      .option(
        "--allow <address...>",
        'addresses of resources that may lose their data, or whose change may fail requests of a color with live traffic; "everything": all resources',
      )
      .option("--outputs-file <file>", "write the stack's outputs to this file, as JSON")
      .addOption(noWait());
  } else {
    command.description(
      "Plans the destruction of an environment, shows the losses, and destroys all resources. If data would be lost, it asks you to type the suffix.",
    );
  }
  command
    .addHelpText(
      "after",
      `
After Ctrl-C, the command waits until Terraform has ended, and prints what it saw of the state and the locks. A second Ctrl-C
ends the command at once, and locks may remain.

Exit codes: 0 ${operation === "deploy" ? "deployed, or nothing to change" : "destroyed"}; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused or answered no, nothing was touched; ${
        operation === "deploy"
          ? `${EXIT_BLOCKED} blocked: data
would be lost without --allow; ${EXIT_NOT_AS_CONFIGURED} a color does not run the configured task definition (ECS
rolled it back, or has not finished within 20 minutes), or cannot be read, or the release controller has a problem`
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
  interruption(); // installs the signal handlers before anything else
  readInput(process.env, { suffix: options.suffix, changes: true });
  if (!options.autoApprove) requireReader(operation, options.json); // refuse before the plan, which is slow
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
        `blocked: nothing was changed; to deploy and lose the data of these resources: npm run deploy -- --suffix ${suffix} --allow ${changed.review.blocking.join(" ")}`,
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

/** Refuses to ask for a confirmation if the user would not see the review in the terminal above the question. */
function requireReader(operation: string, json: boolean): void {
  requireTerminal(operation, "-- --auto-approve");
  if (json || !process.stdout.isTTY || !process.stderr.isTTY) {
    throw new RefusedError(
      `${operation} cannot ask for a confirmation, because this terminal would not show the review; add -- --auto-approve, or omit --json and redirections`,
    );
  }
}

/**
 * Returns the result that `--json` prints as one line. It does not contain the review, because the review is printed on a line of its own.
 */
const resultOf = (changed: Change): object => ({
  kind: changed.kind,
  ...("outputs" in changed && { outputs: changed.outputs }),
  ...("problems" in changed && { problems: changed.problems }),
});

/** Prints the URLs of the deployed environment, and the next steps. */
function ending(
  operation: "deploy" | "destroy",
  suffix: string,
  { kind, outputs, review, took }: Extract<Change, { readonly took: string }>,
  restoreFrom: EnvironmentSettings["database"]["restoreFrom"],
): string {
  if (operation === "destroy") {
    return [
      `destroyed ${suffix} in ${took}`,
      `next: npm run sweep -- --suffix ${suffix}    lists the leftovers, or certifies that nothing is left`,
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

/**
 * Returns the command that the user has to run after a deployment. If the database was restored from a snapshot, a second deployment has to
 * switch IAM authentication on: docs/decisions/0022-restore-and-snapshots.md
 */
export function nextAfterDeploy(
  isNewDatabase: boolean,
  restoreFrom: EnvironmentSettings["database"]["restoreFrom"],
): string {
  if (!isNewDatabase) return "next: npm run release -- status    shows the running images and the weights";
  return restoreFrom?.snapshotArn === undefined
    ? "next: npm run migrate    creates the database users"
    : "next: npm run deploy    a second time, because IAM authentication is off after a restore from a snapshot";
}
