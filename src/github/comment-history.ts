import { code } from "../terminal/markdown";
import { shorten } from "../terminal/printable";
import { wholeBlocks } from "./whole-blocks";

/** Where the plans were made. */
export interface PlanRun {
  readonly commit: string;
  /** Its page at GitHub. */
  readonly url: string;
  readonly at: Date;
}

/** Earlier verdicts that a comment keeps at the most, where a comment holds that much. */
const MOST_EARLIER = 20;
/** Characters of one of them, without where it comes from. */
const LONGEST_EARLIER = 160;
const COMMENT_CHARACTERS = 65_536;

/** Which commit was planned, by which run, and when. */
export const madeBy = ({ commit, url, at }: PlanRun) =>
  `<sub>commit ${code(commit.slice(0, 12))}, [run](${url}), ${at.toISOString().slice(0, 16).replace("T", " ")} UTC</sub>`;

/** A comment with where it comes from, and the verdict of the comment before it among those before that. */
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

/** As {@link madeBy} writes it. */
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
  // The same run once more: what it said first says nothing new.
  const isAgain = made?.includes(`(${run.url})`);
  const last = verdict === undefined || isAgain ? [] : [`${verdict}${made === undefined ? "" : `, ${made}`}`];
  return [...last, ...older].slice(0, MOST_EARLIER).map(inOneLine);
}

/** Words, and code that ends within them: nothing that would change what is written behind. */
const HARMLESS = /^[^<>[\]`]*(?:`[^`]*`[^<>[\]`]*)*$/;

/** An earlier verdict, whose own words may be anybody's. Only they are cut, once, and never what says where they come from. */
function inOneLine(line: string): string {
  const [, verdict = line, made = ""] = new RegExp(`^(.*)(, ${MADE})$`).exec(line) ?? [];
  const fits = verdict.length <= LONGEST_EARLIER + "``".length && HARMLESS.test(verdict);
  return `${fits ? verdict : code(shorten(verdict, LONGEST_EARLIER).replaceAll("`", "'"))}${made}`;
}
