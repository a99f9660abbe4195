import { changeEnvironment } from "../deploy/change-environment";
import { openEnvironment } from "../deploy/open-environment";
import { runMigration } from "../migrate/run-migration";
import { terminalReview } from "../review/for-terminal";
import { appearanceOf } from "../terminal/appearance";
import { interruption } from "../terminal/interruption";
import { afterChange } from "../terminal/refused";
import type { DatabaseContent } from "./content";
import { readContent } from "./read-content";

/** Options of {@link restoreCopy}. */
export interface RestoreProps {
  /** The suffix of the new environment. Its settings file already exists. */
  readonly suffix: string;
  /** True if the data come from a snapshot. Otherwise they come from the backups of a cluster, at a point in time. */
  readonly isFromSnapshot: boolean;
  /** True if the command deploys without asking for a confirmation. */
  readonly autoApprove: boolean;
  readonly parallelism: number | undefined;
  /** A callback that gets each line of text for the user. */
  readonly say: (line: string) => void;
}

/** The result of a restore. */
export type Restored =
  | {
      readonly kind: "blocked";
      readonly blocking: readonly string[];
      /** True if the first deployment has succeeded, and the second one, which switches IAM authentication on, was blocked. */
      readonly again: boolean;
    }
  | {
      readonly kind: "restored";
      readonly content: DatabaseContent;
      /** The problems of the colors and of the release controller after the deployment, as one sentence each. */
      readonly problems: readonly string[];
    };

/**
 * Deploys a new environment with the restored data. Then the function runs the migration. The migration creates the database users and
 * their privileges. After the migration, the function reads the content of the database.
 *
 * @throws Error if the migration does not end with exit code 0
 * @throws RefusedError if the first deployment is refused, for example because the user answered no to the review
 * @throws TerraformError if Terraform fails
 * @throws InterruptedError after an interruption
 */
export async function restoreCopy({ suffix, isFromSnapshot, say, ...how }: RestoreProps): Promise<Restored> {
  const first = await deploy(suffix, how);
  if (first.kind === "blocked") return { ...first, again: false };
  return migrateAndRead(first.problems, { suffix, isFromSnapshot, say, ...how }).catch((error: Error) => {
    throw afterChange(error);
  });
}

/** Does what follows the first deployment of the new environment. */
async function migrateAndRead(
  afterFirst: readonly string[],
  { suffix, isFromSnapshot, say, ...how }: RestoreProps,
): Promise<Restored> {
  let problems = afterFirst;
  if (isFromSnapshot) {
    // When the AWS provider restores from a snapshot, it does not switch IAM authentication on:
    // https://github.com/hashicorp/terraform-provider-aws/issues/35189
    say(
      "IAM authentication is off after a restore from a snapshot: this command now deploys again to switch IAM authentication on",
    );
    const second = await deploy(suffix, { ...how, autoApprove: true });
    if (second.kind === "blocked") return { ...second, again: true };
    problems = second.problems;
  }
  interruption().signal.throwIfAborted();
  say(`migrating ${suffix}: creates the database users "app" and "readonly", with their privileges`);
  const { exitCode, ending } = await runMigration({ suffix, onLog: say, onStatus: () => {} });
  if (exitCode !== 0) {
    throw new Error(
      `${suffix} is restored, but its migration ended with ${ending}; run "npm run migrate", then this command again`,
    );
  }
  interruption().signal.throwIfAborted();
  say(`reading the database of ${suffix}; this takes minutes for each 100 million rows`);
  return { kind: "restored", content: await readContent(suffix), problems };
}

async function deploy(
  suffix: string,
  { autoApprove, parallelism }: Pick<RestoreProps, "autoApprove" | "parallelism">,
): Promise<
  | { readonly kind: "blocked"; readonly blocking: readonly string[] }
  | { readonly kind: "deployed"; readonly problems: readonly string[] }
> {
  const changed = await changeEnvironment(await openEnvironment(process.env, { suffix, changes: true }), {
    operation: "deploy",
    autoApprove,
    allowed: [],
    parallelism,
    follow: true,
    show: (review) =>
      console.error(`\n${terminalReview(review, appearanceOf(process.stderr, process.env))}\n`),
  });
  if (changed.kind === "blocked") return { kind: "blocked", blocking: changed.review.blocking };
  return { kind: "deployed", problems: changed.kind === "not as configured" ? changed.problems : [] };
}

/**
 * Reads the present content of the source's database.
 *
 * @returns undefined if it cannot be read, for example because the source was destroyed
 */
export async function readSource(
  suffix: string,
  say: (line: string) => void,
): Promise<DatabaseContent | undefined> {
  try {
    return await readContent(suffix);
  } catch (error) {
    interruption().signal.throwIfAborted();
    say(`not compared with ${suffix}: ${(error as Error).message}`); // not an error: a damaged source may be the reason for the restore
    return undefined;
  }
}
