import { planMarker } from "../review/comment";
import { code, codeBlock } from "../terminal/markdown";
import type { GithubApi } from "./api";
import { type NoPlan, ownComments, planCommentOf, plannedSuffix, writeOver } from "./comment";
import { madeBy, type PlanRun, withHistory } from "./comment-history";

/** An environment that was planned for a pull request. */
export interface PlannedForComment {
  readonly suffix: string;
  /** The plan's review. @default - no review could be read */
  readonly reviewed?: {
    readonly markdown: string;
    /** Whether the review has no changes and no warnings, such as a release under way, or dangerous changes outside of Terraform. */
    readonly isQuiet: boolean;
  };
  /** Why the plan's file is no review, in words of our own. @default - there is no file, because the plan failed */
  readonly problem?: string;
  /** Why the plan was refused, in the words of `npm run plan`. @default - the plan was not refused */
  readonly refused?: string;
}

/** Marks the one comment about all environments that a pull request does not change. */
export const UNCHANGED_MARKER = "<!-- transaction-processing plan without changes -->";

/**
 * Writes the comments about a pull request's plans. Each environment has one comment, which is replaced, with earlier verdicts
 * folded below; environments that never had changes share one line. A plan that failed or is unreadable gets a comment too, so
 * that no earlier verdict stands for it; and so does an environment of an earlier comment that no longer exists. A failure with
 * one environment keeps no other from its comment.
 *
 * @throws Error after everything else is written, when something failed
 */
export async function writePlanComments(
  github: GithubApi,
  pull: number,
  environments: readonly PlannedForComment[],
  run: PlanRun,
): Promise<void> {
  const problems: string[] = [];
  /** Whether the comment is written. */
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
    // An earlier verdict must not stay, even where GitHub refuses the new comment.
    if (!isWritten && reviewed) {
      const instead = failed(suffix, run, "GitHub did not take it as a comment");
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
      quiet.length > 0 ? `✅ no changes: ${quiet.map(code).join(", ")}` : "No plan is without changes.";
    await writeOver(github, pull, earlier, `${UNCHANGED_MARKER}\n${line}\n\n${madeBy(run)}\n`);
  });
  if (problems.length > 0) throw new Error(`not all plans have their comment:\n${problems.join("\n")}`);
}

const markerOf = (suffix: string, instead: NoPlan) => `${planMarker(suffix)}${instead} -->`;

/** Without Terraform's own words, from which nobody has removed secrets. */
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

/** The plan is complete, and a change in it is refused: the text names the setting and the way to do it. */
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

/** GitHub takes comments of 65,536 characters; no refusal is nearly as long. */
const REFUSAL_CHARACTERS = 20_000;

/** The comment of an environment whose settings file is gone, or that only an earlier commit of the pull request had. */
const unplanned = (suffix: string, planned: readonly string[]) =>
  [
    markerOf(suffix, "unplanned"),
    `### ⚠️ ${code(suffix)}: this commit has no plan for it`,
    "",
    `It is not among the environments that were planned: ${planned.map(code).join(", ") || "there are none"}. What was planned for it before does not count any more, and nothing of this commit can be deployed to ${code(suffix)}. Taking an environment's file away destroys nothing: docs/runbooks/destroy.md says what does.`,
    "",
  ].join("\n");
