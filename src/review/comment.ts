import { printable } from "../terminal/printable";
import { RefusedError } from "../terminal/refused";
import { detailParts, headLines, outputParts, type Part, sectionParts } from "./markdown";
import type { Review } from "./review";
import type { Section } from "./section";

/**
 * The greatest size of a review in a comment, in bytes. A text never has more characters than bytes, and GitHub accepts 65,536
 * characters. The difference between the two limits is room for the comment's origin (commit, run, time) and for earlier verdicts.
 */
export const COMMENT_BYTES = 64_500;

/**
 * The greatest size of a review in a job's summary, in bytes. GitHub accepts 1 MiB.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const SUMMARY_BYTES = 1_000_000;

/** The greatest size of a comment's end, in bytes: the note about lines that were left out, and the plan's digest. */
const NOTES_BYTES = 300;

/**
 * The variants of a comment's beginning, the longest first. The first variant that fits into the comment is used. `most` limits the
 * warnings of each section, so that many warnings of one section do not displace the warnings of the others. `brief` leaves out the
 * reasons for the losses.
 */
const HEADS = [
  { most: Number.POSITIVE_INFINITY, brief: false },
  { most: 5, brief: false },
  { most: 5, brief: true },
  { most: 0, brief: true },
];

/**
 * The beginning of a review's first line, by which the workflow finds the review's comment. The plan's digest follows in the same
 * line.
 */
export const planMarker = (suffix: string) => `<!-- transaction-processing plan ${suffix} `;

/**
 * A review as one comment. Verdict, warnings and losses come first, and the list of losses is always complete. Then the other
 * sections follow, those with a warning first, until the comment is full.
 *
 * @param digest the saved plan's digest
 * @param maxBytes the greatest size of the comment, in bytes
 * @throws RefusedError when the list of losses alone does not fit, because nobody can review an incomplete list
 */
export function comment(review: Review, digest: string, maxBytes = COMMENT_BYTES): string {
  const { suffix, losses, outputs, sections, details } = review;
  const head = (kept: { readonly most: number; readonly brief: boolean }) =>
    [`${planMarker(suffix)}${digest} -->`, ...headLines(review, kept)].map(visible).join("\n");
  const room = maxBytes - NOTES_BYTES;
  const kept = HEADS.map(head).find((text) => Buffer.byteLength(text) <= room);
  if (kept === undefined) {
    throw new RefusedError(
      `this plan loses ${losses.length} resources, more than one comment can name: split the change`,
    );
  }
  const hasWarning = ({ findings }: Section) => findings.some(({ severity }) => severity === "warning");
  const ordered = [...sections].sort((a, b) => Number(hasWarning(b)) - Number(hasWarning(a)));
  const parts = [...ordered.map(sectionParts), outputParts(outputs), detailParts(details)]
    .flatMap(spaced)
    .map(visiblePart);
  const { lines, left } = asMuchAsFits(parts, room - Buffer.byteLength(kept));
  const notes =
    left > 0
      ? [
          "",
          `**${left} more lines do not fit here:** they are in the summary of the workflow's run, and in the review that \`npm run plan\` makes.`,
        ]
      : [];
  return `${[kept, ...lines, ...notes, "", `<sub>plan ${digest}</sub>`].join("\n")}\n`;
}

/** The lines that fit, and the number of lines that are left out. A `<details>` element that is cut is closed. */
function asMuchAsFits(parts: readonly Part[], bytes: number): { lines: string[]; left: number } {
  const lines: string[] = [];
  let [room, left] = [bytes, 0];
  const add = (line: string, reserved = 0) => {
    const size = Buffer.byteLength(line) + 1;
    if (left > 0 || size + reserved > room) {
      if (line !== "") left += 1;
      return false;
    }
    lines.push(line);
    room -= size;
    return true;
  };
  for (const part of parts) {
    if (typeof part === "string") {
      add(part);
      continue;
    }
    const [opening, closing] = [`<details><summary>${part.summary}</summary>\n`, "\n</details>"];
    if (!add(opening, closing.length + 1)) {
      left += part.lines.length - 1;
      continue;
    }
    room -= closing.length + 1;
    for (const line of part.lines) add(line);
    lines.push(closing);
  }
  return { lines, left };
}

const spaced = <Line>(lines: readonly Line[]): (Line | "")[] => (lines.length === 0 ? [] : ["", ...lines]);

/** Makes control characters visible. Every line of a comment passes through this function. */
const visible = (lines: string) => lines.split("\n").map(printable).join("\n");

const visiblePart = (part: Part): Part =>
  typeof part === "string"
    ? visible(part)
    : { summary: visible(part.summary), lines: part.lines.map(visible) };
