import { planMarker } from "../review/comment";
import { code } from "../terminal/markdown";
import type { GithubApi } from "./api";
import { findComment, writeComment } from "./comment";
import { wholeBlocks } from "./whole-blocks";

/** An environment that was planned for a pull request. */
export interface PlannedForComment {
  readonly suffix: string;
  /** What the plan wrote. @default - nothing that can be read */
  readonly reviewed?: {
    readonly markdown: string;
    /** Neither changes nor anything dangerous that was changed outside of Terraform. */
    readonly isQuiet: boolean;
  };
  /** Why what the plan wrote is no review, in words of our own. @default - it wrote none: it failed */
  readonly problem?: string;
}

/** Where the plans were made. */
export interface PlanRun {
  readonly commit: string;
  /** Its page at GitHub. */
  readonly url: string;
  readonly at: Date;
}

/** Marks the one comment about all environments that a pull request does not change. */
export const UNCHANGED_MARKER = "<!-- transaction-processing plan without changes -->";

/** Earlier verdicts that a comment keeps at the most, where a comment holds that much. */
const MOST_EARLIER = 20;
const LONGEST_EARLIER = 240;
const COMMENT_CHARACTERS = 65_536;

/**
 * Writes what the plans of a pull request say: a comment for each environment, over the one that is there, with the verdicts
 * before it folded below; one line for all that have never had changes. A plan that failed, or whose review cannot be read, is said
 * too, so that no earlier verdict stands for it. What goes wrong with one environment keeps no other from its comment.
 *
 * @throws when all is written, and something of it went wrong
 */
export async function writePlanComments(
  github: GithubApi,
  pull: number,
  environments: readonly PlannedForComment[],
  run: PlanRun,
): Promise<void> {
  const problems: string[] = [];
  /** Whether that is done. */
  const attempt = async (what: string, does: () => Promise<void>): Promise<boolean> => {
    try {
      await does();
      return true;
    } catch (error) {
      problems.push(`${what}: ${(error as Error).message}`);
      return false;
    }
  };
  for (const { suffix, reviewed, problem } of environments) {
    if (problem !== undefined) problems.push(`${suffix}: ${problem}`);
    const write = async (body: string) => {
      const earlier = await findComment(github, pull, planMarker(suffix));
      if (reviewed?.isQuiet && earlier === undefined) return;
      await writeComment(github, pull, planMarker(suffix), withHistory(body, earlier?.body, run, suffix));
    };
    const isWritten = await attempt(suffix, () => write(reviewed?.markdown ?? failed(suffix, run, problem)));
    // An earlier verdict must not stand, whatever GitHub has against the new one.
    if (!isWritten && reviewed) {
      await attempt(suffix, () => write(failed(suffix, run, "GitHub did not take it as a comment")));
    }
  }
  await attempt("environments without changes", async () => {
    const quiet = environments.filter(({ reviewed }) => reviewed?.isQuiet).map(({ suffix }) => suffix);
    if (quiet.length === 0 && (await findComment(github, pull, UNCHANGED_MARKER)) === undefined) return;
    const line =
      quiet.length > 0 ? `✅ no changes: ${quiet.map(code).join(", ")}` : "Every environment changes.";
    await writeComment(github, pull, UNCHANGED_MARKER, `${UNCHANGED_MARKER}\n${line}\n\n${madeBy(run)}\n`);
  });
  if (problems.length > 0) throw new Error(`not all plans have their comment:\n${problems.join("\n")}`);
}

/** Without Terraform's own words: nobody has taken secrets out of them. */
const failed = (suffix: string, { url }: PlanRun, problem?: string) =>
  [
    `${planMarker(suffix)}failed -->`,
    problem === undefined
      ? `### ❌ ${code(suffix)}: the plan failed`
      : `### ❌ ${code(suffix)}: the review of the plan cannot be shown`,
    "",
    ...(problem === undefined ? [] : [`The problem: ${problem}.`, ""]),
    `Nothing is reviewed, and nothing of this commit can be deployed to ${code(suffix)}. [The run](${url}) says why.`,
    "",
  ].join("\n");

const madeBy = ({ commit, url, at }: PlanRun) =>
  `<sub>commit ${code(commit.slice(0, 12))}, [run](${url}), ${at.toISOString().slice(0, 16).replace("T", " ")} UTC</sub>`;

/** A comment with where it comes from, and the verdict of the comment before it among those before that. */
function withHistory(body: string, earlier: string | undefined, run: PlanRun, suffix: string): string {
  const whole = [...cutToFit(body.trimEnd(), run, suffix), "", madeBy(run), ""].join("\n");
  const verdicts = earlier === undefined ? [] : earlierVerdicts(earlier, run);
  for (let kept = verdicts.length; kept > 0; kept -= 1) {
    const lines = verdicts.slice(0, kept).map((it) => `${EARLIER}${it}`);
    const folded = ["", "<details><summary>Earlier plans</summary>", "", ...lines, "", "</details>", ""];
    const comment = whole + folded.join("\n");
    if (comment.length <= COMMENT_CHARACTERS) return comment;
  }
  return whole;
}

/** Our own reviews fit; those that another version of this project wrote may not. */
function cutToFit(body: string, run: PlanRun, suffix: string): string[] {
  const room = COMMENT_CHARACTERS - madeBy(run).length - "\n\n\n".length;
  if (body.length <= room) return [body];
  const rest = (left: number) =>
    `**${left} more lines do not fit here:** the artifact ${code(`review-${suffix}`)} of [the run](${run.url}) holds all of them.`;
  const { kept, left } = wholeBlocks(body, room - rest(body.length).length - "\n\n".length);
  return [kept, "", rest(left)];
}

/** Begins the line of an earlier verdict, and no other line. */
const EARLIER = "- earlier: ";

function earlierVerdicts(earlier: string, run: PlanRun): string[] {
  const [, verdict] = /^### (.*)$/m.exec(earlier) ?? [];
  const [, made] = /^<sub>(commit .*)<\/sub>$/m.exec(earlier) ?? [];
  const older = earlier
    .split("\n")
    .filter((line) => line.startsWith(EARLIER))
    .map((line) => line.slice(EARLIER.length));
  // The same run once more: what it said first says nothing new.
  const isAgain = made?.includes(`(${run.url})`);
  const last = verdict === undefined || isAgain ? [] : [`${verdict}${made === undefined ? "" : `, ${made}`}`];
  return [...last, ...older].map((it) => it.slice(0, LONGEST_EARLIER)).slice(0, MOST_EARLIER);
}
