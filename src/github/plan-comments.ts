import { planMarker } from "../review/comment";
import { code, codeBlock } from "../terminal/markdown";
import type { GithubApi } from "./api";
import {
  type Comment,
  digestIn,
  type NoPlan,
  ownComments,
  planCommentOf,
  plannedSuffix,
  writeOver,
} from "./comment";
import { madeBy, type PlanRun, withHistory } from "./comment-history";

/** An environment that was planned for a pull request, with the result of the plan. */
export interface PlannedForComment {
  readonly suffix: string;
  /** The plan's review. @default - none could be read */
  readonly reviewed?: {
    readonly markdown: string;
    /**
     * True if the review has no changes, no warnings (for example about a release under way) and no dangerous changes outside of Terraform.
     */
    readonly isQuiet: boolean;
  };
  /** The reason why the plan's files are not a valid review. @default - none; the files are valid, or the plan failed and wrote no files */
  readonly problem?: string;
  /** The message with which `npm run plan` refused the plan. @default - none; the plan was not refused */
  readonly refused?: string;
}

/** The text at the beginning of the comment that lists the environments without changes. */
export const UNCHANGED_MARKER = "<!-- transaction-processing plan without changes -->";

/** The text before the names of the environments, in the second line of the comment that has {@link UNCHANGED_MARKER}. */
const UNCHANGED = "✅ no changes: ";

/**
 * Returns whether the comments on a pull request say that the plan of an environment has no changes. If the environment has its own
 * comment, only this comment counts.
 */
export function saysUnchanged(comments: readonly Comment[], suffix: string): boolean {
  const secondLine = (it: Comment | undefined) => it?.body.split(/\r?\n/)[1] ?? "";
  const own = planCommentOf(comments, suffix);
  if (own !== undefined) {
    const [, verdict = ""] = secondLine(own).split(` ${code(suffix)}: `);
    return digestIn(own.body, suffix) !== undefined && /^no changes(,|$)/.test(verdict);
  }
  const line = secondLine(comments.find(({ body }) => body.startsWith(UNCHANGED_MARKER)));
  return line.startsWith(UNCHANGED) && line.slice(UNCHANGED.length).split(", ").includes(code(suffix));
}

/**
 * Writes the comments about a pull request's plans.
 * - An environment with changes has one comment. Each run replaces the text of the comment, and keeps earlier verdicts in a fold
 *   (`<details>`).
 * - Environments that never had changes share one comment.
 * - If a plan failed or has no readable review, the environment's comment says so. Otherwise an earlier verdict would seem valid.
 * - If an environment has a comment but is no longer planned, the comment says so.
 *
 * If the comment of one environment cannot be written, the other comments are still written.
 *
 * @throws Error after all comments, if a comment could not be written or a review could not be read
 */
export async function writePlanComments(
  github: GithubApi,
  pull: number,
  environments: readonly PlannedForComment[],
  run: PlanRun,
): Promise<void> {
  const problems: string[] = [];
  /** Writes a comment. An error is added to `problems`. @returns true if the comment was written */
  const attempt = async (what: string, does: () => Promise<void>): Promise<boolean> => {
    try {
      await does();
      return true;
    } catch (error) {
      problems.push(`${what}: ${(error as Error).message}`);
      return false;
    }
  };
  const comments = await ownComments(github, pull);
  const write = (suffix: string, body: string) => {
    const earlier = planCommentOf(comments, suffix);
    return writeOver(github, pull, earlier, withHistory(body, earlier?.body, run, suffix));
  };
  for (const { suffix, reviewed, problem, refused } of environments) {
    if (problem !== undefined) problems.push(`${suffix}: ${problem}`);
    if (reviewed?.isQuiet && planCommentOf(comments, suffix) === undefined) continue;
    const body =
      reviewed?.markdown ?? (refused === undefined ? failed(suffix, run, problem) : refusal(suffix, refused));
    const isWritten = await attempt(suffix, () => write(suffix, body));
    // If GitHub refuses the new comment, a short text replaces the earlier verdict.
    if (!isWritten && reviewed) {
      const instead = failed(suffix, run, "GitHub refused the review as a comment");
      await attempt(suffix, () => write(suffix, instead));
    }
  }
  const planned = environments.map(({ suffix }) => suffix);
  const commented = new Set(comments.flatMap(({ body }) => plannedSuffix(body) ?? []));
  for (const suffix of [...commented].filter((it) => !planned.includes(it))) {
    await attempt(suffix, () => write(suffix, unplanned(suffix, planned)));
  }
  await attempt("environments without changes", async () => {
    const quiet = environments.filter(({ reviewed }) => reviewed?.isQuiet).map(({ suffix }) => suffix);
    const earlier = comments.find(({ body }) => body.startsWith(UNCHANGED_MARKER));
    if (quiet.length === 0 && earlier === undefined) return;
    const line =
      quiet.length > 0
        ? `${UNCHANGED}${quiet.map(code).join(", ")}`
        : "Each planned environment has its own comment.";
    await writeOver(github, pull, earlier, `${UNCHANGED_MARKER}\n${line}\n\n${madeBy(run)}\n`);
  });
  if (problems.length > 0) throw new Error(`not all plans have their comment:\n${problems.join("\n")}`);
}

const markerOf = (suffix: string, instead: NoPlan) => `${planMarker(suffix)}${instead} -->`;

/**
 * Returns the comment about a failed plan or an unreadable review. The comment does not contain Terraform's output, because the output may
 * contain secrets.
 */
const failed = (suffix: string, { url }: PlanRun, problem?: string) =>
  [
    markerOf(suffix, "failed"),
    problem === undefined
      ? `### ❌ ${code(suffix)}: the plan failed`
      : `### ❌ ${code(suffix)}: the review of the plan cannot be shown`,
    "",
    ...(problem === undefined ? [] : [`The problem: ${problem}.`, ""]),
    `Nothing is reviewed, and nothing of this commit can be deployed to ${code(suffix)}. [The run](${url}) says why.`,
    "",
  ].join("\n");

/**
 * Returns the comment about a plan that `npm run plan` refused. The comment quotes the message of the refusal, which says how to correct
 * the cause.
 */
const refusal = (suffix: string, words: string) =>
  [
    markerOf(suffix, "failed"),
    `### ⛔ ${code(suffix)}: refused`,
    "",
    ...codeBlock("text", words.slice(0, REFUSAL_CHARACTERS).split("\n")),
    "",
    `Nothing of this commit can be deployed to ${code(suffix)}.`,
    "",
  ].join("\n");

/** The maximum number of a refusal's characters in a comment. GitHub accepts 65,536 characters; refusals are much shorter. */
const REFUSAL_CHARACTERS = 20_000;

/**
 * Returns the comment about an environment that an earlier commit planned but the newest commit does not. For example, the newest commit
 * has removed the environment's settings file.
 */
const unplanned = (suffix: string, planned: readonly string[]) =>
  [
    markerOf(suffix, "unplanned"),
    `### ⚠️ ${code(suffix)}: this commit has no plan for it`,
    "",
    `The environments that were planned: ${planned.map(code).join(", ") || "none"}. An earlier plan for ${code(suffix)} does not count any more, and nothing of this commit can be deployed to ${code(suffix)}. Removing an environment's file destroys nothing: docs/runbooks/destroy.md says how to destroy an environment.`,
    "",
  ].join("\n");
