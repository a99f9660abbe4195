import { printable } from "../terminal/printable";
import { RefusedError } from "../terminal/refused";
import { detailLines, lossLines, outputLines, sectionLines, summaryLines } from "./markdown";
import type { Review } from "./review";

/** A GitHub comment holds 65,536 characters; counted in bytes, which are never fewer, and with room for where it comes from and for earlier verdicts. */
export const COMMENT_BYTES = 64_500;

/** A job's summary holds 1 MiB. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
export const SUMMARY_BYTES = 1_000_000;

/** What stands at the end at the most: what was left out, and the plan's digest. */
const NOTES_BYTES = 300;

/** Begins the first line of a review, by which its comment is found again; the plan's digest follows. */
export const planMarker = (suffix: string) => `<!-- transaction-processing plan ${suffix} `;

/**
 * A review as one comment. Verdict, counts and what is lost are always whole; of the rest as much as fits, the most
 * important first.
 *
 * @param digest of the saved plan
 * @param maxBytes what the place holds
 * @throws RefusedError when even the bare list of what is lost does not fit: then nobody can review it
 */
export function comment(review: Review, digest: string, maxBytes = COMMENT_BYTES): string {
  const { suffix, losses, outputs, sections, details } = review;
  const head = (brief: boolean) =>
    [
      `${planMarker(suffix)}${digest} -->`,
      ...summaryLines(review, { brief }),
      ...spaced(lossLines(losses, { brief })),
    ]
      .map(visible)
      .join("\n");
  const fits = (text: string) => Buffer.byteLength(text) <= maxBytes - NOTES_BYTES;
  const kept = [false, true].map(head).find(fits);
  if (kept === undefined) {
    throw new RefusedError(
      `this plan loses ${losses.length} resources, more than one comment can name: split the change`,
    );
  }
  const parts = [kept];
  let bytes = Buffer.byteLength(kept);
  let left = 0;
  const rest = [...sections.map(sectionLines), outputLines(outputs), detailLines(details)];
  for (const line of rest.flatMap(spaced).map(visible)) {
    const more = Buffer.byteLength(line) + 1;
    if (left > 0 || bytes + more > maxBytes - NOTES_BYTES) {
      if (line !== "") left += 1;
      continue;
    }
    parts.push(line);
    bytes += more;
  }
  if (left > 0) {
    parts.push(
      "",
      `**${left} more lines do not fit here:** the summary of the workflow's run has them, and \`npm run plan\`.`,
    );
  }
  parts.push("", `<sub>plan ${digest}</sub>`);
  return `${parts.join("\n")}\n`;
}

/** Lines in which nothing is hidden: the one place that everything passes. A reader would see none of a control character. */
const visible = (lines: string) => lines.split("\n").map(printable).join("\n");

const spaced = (lines: readonly string[]) => (lines.length === 0 ? [] : ["", ...lines]);
