import { code } from "../terminal/markdown";
import { shorten } from "../terminal/printable";
import { wholeBlocks } from "./whole-blocks";

/** Where the plans were made. */
export interface PlanRun {
  readonly commit: string;
  /** The run's page at GitHub. */
  readonly url: string;
  readonly at: Date;
}

/** The most earlier verdicts that a comment keeps, if there is room. */
const MOST_EARLIER = 20;
/** The most characters of an earlier verdict, without its origin. */
const LONGEST_EARLIER = 160;
const COMMENT_CHARACTERS = 65_536;

/** The line with the planned commit, the run and the time. */
export const madeBy = ({ commit, url, at }: PlanRun) =>
  `<sub>commit ${code(commit.slice(0, 12))}, [run](${url}), ${at.toISOString().slice(0, 16).replace("T", " ")} UTC</sub>`;

/** A comment with its origin, and with the previous comment's verdict in the list of earlier verdicts. */
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

/** Our own reviews fit; those that another version of this project wrote may not. */
function cutToFit(body: string, run: PlanRun, suffix: string): string[] {
  const room = COMMENT_CHARACTERS - madeBy(run).length - "\n\n\n".length;
  if (body.length <= room) return [body];
  const rest = (left: number) =>
    `**${left} more lines do not fit here:** the artifact ${code(`review-${suffix}`)} of [the run](${run.url}) holds all of them.`;
  const { kept, left } = wholeBlocks(body, room - rest(body.length).length - "\n\n".length);
  return [kept, "", rest(left)];
}

const FOLD = "<details><summary>Earlier plans</summary>";

/** Begins the line of an earlier verdict. */
const EARLIER = "- earlier: ";

/** The form in which {@link madeBy} writes the line. */
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
  // A repeated run: its first verdict says nothing new.
  const isAgain = made?.includes(`(${run.url})`);
  const last = verdict === undefined || isAgain ? [] : [`${verdict}${made === undefined ? "" : `, ${made}`}`];
  return [...last, ...older].slice(0, MOST_EARLIER).map(inOneLine);
}

/** Words, and complete code spans: nothing that would change the markup of the following text. */
const HARMLESS = /^[^<>[\]`]*(?:`[^`]*`[^<>[\]`]*)*$/;

/** An earlier verdict, whose words anybody may have written. Only these words are shortened, and never the origin. */
function inOneLine(line: string): string {
  const [, verdict = line, made = ""] = new RegExp(`^(.*)(, ${MADE})$`).exec(line) ?? [];
  const fits = verdict.length <= LONGEST_EARLIER + "``".length && HARMLESS.test(verdict);
  return `${fits ? verdict : code(shorten(verdict, LONGEST_EARLIER).replaceAll("`", "'"))}${made}`;
}
