import { printable } from "../terminal/printable";
import { RefusedError } from "../terminal/refused";
import { detailParts, headLines, outputParts, type Part, sectionParts } from "./markdown";
import type { Review } from "./review";
import type { Section } from "./section";

/**
 * The maximum size of a review in a comment, in bytes. GitHub accepts 65,536 characters, and a text never has more characters than bytes.
 * The difference between the two limits is room for the comment's origin (commit, run, time) and for earlier verdicts.
 */
export const COMMENT_BYTES = 64_500;

/**
 * The maximum size of a review in the summary of a workflow job, in bytes. GitHub accepts 1 MiB.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const SUMMARY_BYTES = 1_000_000;

/** The maximum size of the end of a comment, in bytes. The end consists of a note about omitted lines and the plan's digest. */
const NOTES_BYTES = 300;

/**
 * The variants of a comment's beginning, with the longest variant first. The first variant that fits into the comment is used. `most` is
 * the maximum number of warnings from one section, so that a section with many warnings leaves room for the warnings of other sections.
 * `brief` omits the reasons for the losses.
 */
const HEADS = [
  { most: Number.POSITIVE_INFINITY, brief: false },
  { most: 5, brief: false },
  { most: 5, brief: true },
  { most: 0, brief: true },
];

/**
 * Returns the beginning of a review's first line. This beginning tells the workflow that a comment is about the environment's plan. The
 * rest of the review's first line contains the plan's digest.
 */
export const planMarker = (suffix: string) => `<!-- transaction-processing plan ${suffix} `;

/**
 * Returns a review as the text of one comment. The verdict, the warnings and the complete list of losses come first. Then the sections with
 * a warning follow, and then the other sections, until the comment is full.
 *
 * @param digest the saved plan's digest
 * @param maxBytes the maximum size of the comment, in bytes
 * @throws RefusedError if the list of losses alone does not fit, because nobody can review an incomplete list
 */
export function comment(review: Review, digest: string, maxBytes = COMMENT_BYTES): string {
  const { suffix, losses, outputs, sections, details } = review;
  const head = (kept: { readonly most: number; readonly brief: boolean }) =>
    [`${planMarker(suffix)}${digest} -->`, ...headLines(review, kept)].map(visible).join("\n");
  const room = maxBytes - NOTES_BYTES;
  const kept = HEADS.map(head).find((text) => Buffer.byteLength(text) <= room);
  if (kept === undefined) {
    throw new RefusedError(
      `this plan loses ${losses.length} resources, and the list of these resources does not fit into one comment: split the change`,
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

/**
 * Returns the lines that fit, and the number of omitted lines. If not all lines of a `<details>` element fit, the element is closed after
 * the last line that fits.
 */
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
