import { code } from "../terminal/markdown";
import { shorten } from "../terminal/printable";
import { wholeBlocks } from "./whole-blocks";

/** The workflow run that made the plans of a pull request. */
export interface PlanRun {
  readonly commit: string;
  /** The URL of the run's page on GitHub. */
  readonly url: string;
  readonly at: Date;
}

/** The maximum number of earlier verdicts that a comment keeps. */
const MOST_EARLIER = 20;
/** The maximum length of an earlier verdict in characters. Its origin (commit, run and time) is not counted. */
const LONGEST_EARLIER = 160;
const COMMENT_CHARACTERS = 65_536;

/** Returns the origin of a comment: a line with the planned commit, the run and the time. */
export const madeBy = ({ commit, url, at }: PlanRun) =>
  `<sub>commit ${code(commit.slice(0, 12))}, [run](${url}), ${at.toISOString().slice(0, 16).replace("T", " ")} UTC</sub>`;

/**
 * Adds two parts to a comment: its origin (commit, run and time), and a fold (`<details>`) with the verdicts of earlier plans. The first of
 * these verdicts is from the comment that the new comment replaces.
 *
 * @param earlier the text of the comment that is replaced; undefined if there is none
 */
export function withHistory(body: string, earlier: string | undefined, run: PlanRun, suffix: string): string {
  const whole = [...cutToFit(body.trimEnd(), run, suffix), "", madeBy(run), ""].join("\n");
  const verdicts = earlier === undefined ? [] : earlierVerdicts(earlier, run);
  for (let kept = verdicts.length; kept > 0; kept -= 1) {
    const lines = verdicts.slice(0, kept).map((it) => `${EARLIER}${it}`);
    const folded = ["", FOLD, "", ...lines, "", "</details>", ""];
    const comment = whole + folded.join("\n");
    if (comment.length <= COMMENT_CHARACTERS) return comment;
  }
  return whole;
}

/**
 * Shortens a comment that is too long for GitHub. This version of the project writes no such comment. But a pull request may contain
 * another version of the project, which writes longer reviews.
 */
function cutToFit(body: string, run: PlanRun, suffix: string): string[] {
  const room = COMMENT_CHARACTERS - madeBy(run).length - "\n\n\n".length;
  if (body.length <= room) return [body];
  const rest = (left: number) =>
    `**${left} more lines do not fit here:** the artifact ${code(`review-${suffix}`)} of [the run](${run.url}) contains the whole review.`;
  const { kept, left } = wholeBlocks(body, room - rest(body.length).length - "\n\n".length);
  return [kept, "", rest(left)];
}

const FOLD = "<details><summary>Earlier plans</summary>";

/** The text at the beginning of each line with an earlier verdict. */
const EARLIER = "- earlier: ";

/** A pattern for the line that {@link madeBy} writes. */
const MADE = "commit `[^`]+`, \\[run\\]\\(\\S+\\), [-0-9: ]+ UTC";

function earlierVerdicts(earlier: string, run: PlanRun): string[] {
  const fold = earlier.lastIndexOf(FOLD);
  const said = fold < 0 ? earlier : earlier.slice(0, fold);
  const [, verdict] = /^### (.*)$/m.exec(said) ?? [];
  const made = [...said.matchAll(new RegExp(`^<sub>(${MADE})</sub>$`, "gm"))].at(-1)?.[1];
  const older = earlier
    .slice(said.length)
    .split("\n")
    .filter((line) => line.startsWith(EARLIER))
    .map((line) => line.slice(EARLIER.length));
  // If the earlier comment is of the same run, somebody has started this run again. Then the verdict of the earlier attempt is not kept.
  const isAgain = made?.includes(`(${run.url})`);
  const last = verdict === undefined || isAgain ? [] : [`${verdict}${made === undefined ? "" : `, ${made}`}`];
  return [...last, ...older].slice(0, MOST_EARLIER).map(inOneLine);
}

/** Matches a text of only words and complete code spans. Such a text cannot change how GitHub shows the text after it. */
const HARMLESS = /^[^<>[\]`]*(?:`[^`]*`[^<>[\]`]*)*$/;

/**
 * Makes an earlier verdict safe and short, because anybody can have written the words of the verdict. If the words are too long, they are
 * shortened and put into a code span. If the words contain markup other than complete code spans, they are put into a code span. The origin
 * of the verdict (commit, run and time) does not change.
 */
function inOneLine(line: string): string {
  const [, verdict = line, made = ""] = new RegExp(`^(.*)(, ${MADE})$`).exec(line) ?? [];
  const fits = verdict.length <= LONGEST_EARLIER + "``".length && HARMLESS.test(verdict);
  return `${fits ? verdict : code(shorten(verdict, LONGEST_EARLIER).replaceAll("`", "'"))}${made}`;
}
