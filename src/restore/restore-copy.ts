import { changeEnvironment } from "../deploy/change-environment";
import { openEnvironment } from "../deploy/open-environment";
import { runMigration } from "../migrate/run-migration";
import { terminalReview } from "../review/for-terminal";
import { appearanceOf } from "../terminal/appearance";
import { interruption } from "../terminal/interruption";
import type { DatabaseContent } from "./content";
import { readContent } from "./read-content";

export interface RestoreProps {
  /** Suffix of the restored environment, whose settings are written. */
  readonly suffix: string;
  readonly isFromSnapshot: boolean;
  /** Whether nobody is asked. */
  readonly autoApprove: boolean;
  readonly parallelism: number | undefined;
  readonly say: (line: string) => void;
}

/** What became of a restore. */
export type Restored =
  | { readonly kind: "blocked"; readonly blocking: readonly string[] }
  | {
      readonly kind: "restored";
      readonly content: DatabaseContent;
      /** Why a color does not run what was configured, a sentence each. */
      readonly problems: readonly string[];
    };

/**
 * Deploys an environment that begins with another one's data, makes the users' rights, and reads what it holds.
 *
 * @throws RefusedError where the review was answered no; TerraformError; InterruptedError
 */
export async function restoreCopy({ suffix, isFromSnapshot, say, ...how }: RestoreProps): Promise<Restored> {
  const first = await deploy(suffix, how);
  if (first.kind === "blocked") return first;
  let { problems } = first;
  if (isFromSnapshot) {
    // The provider leaves it out of this one restore: https://github.com/hashicorp/terraform-provider-aws/issues/35189
    say("a restore from a snapshot leaves IAM authentication off: a second deployment switches it on");
    const second = await deploy(suffix, { ...how, autoApprove: true });
    if (second.kind === "blocked") return second;
    problems = second.problems;
  }
  interruption().signal.throwIfAborted();
  say(`migrating ${suffix}: the users app and readonly, and their rights`);
  const { exitCode, reason } = await runMigration({ suffix, onLog: say, onStatus: () => {} });
  if (exitCode !== 0) {
    throw new Error(
      `${suffix} is restored, and its migration failed with exit code ${exitCode ?? "(never started)"}: ${reason}; "npm run migrate", then this command again`,
    );
  }
  interruption().signal.throwIfAborted();
  say(`reading what ${suffix} holds: minutes for each 100 million rows`);
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

/** What the source holds now, if it can be read: a snapshot may outlive it. */
export async function readSource(
  suffix: string,
  say: (line: string) => void,
): Promise<DatabaseContent | undefined> {
  try {
    return await readContent(suffix);
  } catch (error) {
    interruption().signal.throwIfAborted();
    say(`not compared with ${suffix}: ${(error as Error).message}`); // what was damaged may be why somebody restores
    return undefined;
  }
}
