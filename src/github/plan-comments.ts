import { planMarker } from "../review/comment";
import { code } from "../terminal/markdown";
import type { GithubApi } from "./api";
import { findComment, writeComment } from "./comment";

/** An environment that was planned for a pull request. */
export interface PlannedForComment {
  readonly suffix: string;
  /** What the plan wrote. @default - nothing: it failed */
  readonly reviewed?: {
    readonly markdown: string;
    /** Neither changes nor anything dangerous that was changed outside of Terraform. */
    readonly isQuiet: boolean;
  };
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
 * before it folded below; one line for all that have never had changes. A plan that failed is said too, so that no earlier
 * verdict stands for it.
 */
export async function writePlanComments(
  github: GithubApi,
  pull: number,
  environments: readonly PlannedForComment[],
  run: PlanRun,
): Promise<void> {
  for (const environment of environments) {
    const { suffix, reviewed } = environment;
    const marker = planMarker(suffix);
    const earlier = await findComment(github, pull, marker);
    if (reviewed?.isQuiet && earlier === undefined) continue;
    const body = reviewed?.markdown ?? failed(suffix, run);
    await writeComment(github, pull, marker, withHistory(body, earlier?.body, run));
  }
  const quiet = environments.filter(({ reviewed }) => reviewed?.isQuiet).map(({ suffix }) => suffix);
  if (quiet.length > 0 || (await findComment(github, pull, UNCHANGED_MARKER)) !== undefined) {
    const line =
      quiet.length > 0 ? `✅ no changes: ${quiet.map(code).join(", ")}` : "Every environment changes.";
    await writeComment(github, pull, UNCHANGED_MARKER, `${UNCHANGED_MARKER}\n${line}\n\n${madeBy(run)}\n`);
  }
}

/** Without Terraform's own words: nobody has taken secrets out of them. */
const failed = (suffix: string, { url }: PlanRun) =>
  [
    `${planMarker(suffix)}failed -->`,
    `### ❌ ${code(suffix)}: the plan failed`,
    "",
    `Nothing is reviewed, and nothing of this commit can be deployed to ${code(suffix)}. [The run](${url}) says why.`,
    "",
  ].join("\n");

const madeBy = ({ commit, url, at }: PlanRun) =>
  `<sub>commit ${code(commit.slice(0, 12))}, [run](${url}), ${at.toISOString().slice(0, 16).replace("T", " ")} UTC</sub>`;

/** A comment with where it comes from, and the verdict of the comment before it among those before that. */
function withHistory(body: string, earlier: string | undefined, run: PlanRun): string {
  const whole = [body.trimEnd(), "", madeBy(run), ""].join("\n");
  const verdicts = earlier === undefined ? [] : earlierVerdicts(earlier, run);
  for (let kept = verdicts.length; kept > 0; kept -= 1) {
    const lines = verdicts.slice(0, kept).map((it) => `${EARLIER}${it}`);
    const folded = ["", "<details><summary>Earlier plans</summary>", "", ...lines, "", "</details>", ""];
    const comment = whole + folded.join("\n");
    if (comment.length <= COMMENT_CHARACTERS) return comment;
  }
  return whole;
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
