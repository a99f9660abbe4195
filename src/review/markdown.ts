import { code, codeBlock, escapeHtml, table } from "../terminal/markdown";
import { printable } from "../terminal/printable";
import { conclude, counted } from "./conclusion";
import type { Loss } from "./destroys";
import { type Detail, remarkOn, restLines, restOfAll, SIGNS } from "./details";
import { type Difference, UNKNOWN } from "./difference";
import type { OutputChange } from "./outputs";
import { recognizable } from "./recognizable";
import { type Review, warningsOf } from "./review";
import type { Finding, Section } from "./section";
import { plain, rendered, type Text } from "./text";

const WARNING = "⚠️";
const BLOCKS = "⛔";

/** The maximum length of a value in a warning, in characters, so that there is room for other warnings. A terminal has no such limit. */
const LONGEST_VALUE = 600;

const markdown = (text: Text) => rendered(text, (value) => code(recognizable(value, LONGEST_VALUE)));

/**
 * Returns the beginning of a review: verdict, advice, warnings and losses. If the plan is blocked, the losses come before the warnings.
 *
 * @param limits limits for a long review: `most` is the maximum number of warnings from one section, and `brief` omits the reasons for the
 *   losses
 */
export function headLines(
  review: Review,
  { most, brief }: { readonly most: number; readonly brief: boolean },
): string[] {
  const { verdict, losses } = review;
  const count = warningsOf(review).length;
  const watch = count === 0 ? "" : `**${counted(count, "warning")}:**`;
  const warnings = most === 0 ? [] : warningLines(review, most);
  const lost = losses.length === 0 ? [] : ["", ...lossLines(losses, { brief })];
  const isBlocked = verdict === "blocked";
  const between = verdict === "no changes" ? "\n\n" : " ";
  if (watch === "") return [headline(review), ...lost];
  return isBlocked
    ? [headline(review), ...lost, "", watch, ...warnings]
    : [`${headline(review)}${between}${watch}`, ...warnings, ...lost];
}

/** Returns the warnings of all sections. Each warning has the title of its section. */
function warningLines({ sections }: Review, most: number): string[] {
  const lines = sections.flatMap(({ title, findings }) => {
    const warnings = findings.filter(({ severity }) => severity === "warning");
    const more = warnings.length - most;
    return [
      ...warnings.slice(0, most).map(({ sentence }) => `- ${WARNING} ${title}: ${markdown(sentence)}`),
      ...(more > 0 ? [`- ${WARNING} ${title}: ${counted(more, "more warning")}`] : []),
    ];
  });
  return lines.length === 0 ? [] : ["", ...lines];
}

/** Returns the names of the outputs that change, and a fold (`<details>`) with their values. */
export function outputParts(outputs: readonly OutputChange[]): Part[] {
  if (outputs.length === 0) return [];
  const values = outputs.flatMap(({ differences }) => differences.flatMap(differenceLines));
  const names = outputs.map(({ name }) => code(name)).join(", ");
  const isMany = outputs.length > MOST_UNFOLDED;
  return [
    "#### Outputs that change",
    "",
    ...(isMany ? [{ summary: counted(outputs.length, "output"), lines: [names] }] : [names]),
    ...(values.length === 0 ? [] : ["", folded("their values", values)]),
  ];
}

function headline(review: Review): string {
  const { suffix, verdict, losses } = review;
  const { counts, lost, advice, byHand } = conclude(review);
  const warnings = warningsOf(review).length;
  const name = code(suffix);
  const hand = byHand === "" ? "" : `, ${byHand}`;
  if (verdict === "no changes") {
    const gone = review.byHand.lost > 0 ? [lost] : [];
    const mark = warnings === 0 ? "✅" : WARNING; // there may be warnings without changes, such as a failed check
    return [`### ${mark} ${name}: no changes${hand}`, ...gone].join("\n\n");
  }
  const text = [lost, ...(advice.length === 0 ? [] : [markdown(advice)])].join(" ");
  if (verdict === "blocked") return `### ${BLOCKS} ${name}: blocked, ${counts}${hand}\n\n${text}`;
  const alarming = warnings > 0 || losses.some(({ stateful }) => stateful);
  return `### ${alarming ? WARNING : "✏️"} ${name}: ${counts}${hand}\n\n${text}`;
}

/**
 * Returns lines about all losses: first the resources with data, then all others in a fold (`<details>`).
 *
 * @param options `brief`: all losses, no fold, no reasons
 */
export function lossLines(losses: readonly Loss[], { brief }: { readonly brief: boolean }): string[] {
  if (losses.length === 0) return [];
  const line = ({ address, how, stateful, blocking, unknownType, reasons }: Loss) => {
    const mark = blocking ? `${BLOCKS} ` : stateful ? `${WARNING} ` : "";
    if (brief) return `- ${mark}${how} ${code(address)}`;
    const why = reasons.length === 0 ? "" : ` (${reasons.map(markdown).join(", ")})`;
    const holds = unknownType ? "unknown type, may hold data" : "holds data";
    const data = blocking ? `, ${holds}: **blocks this plan**` : stateful ? `, ${holds}: allowed` : "";
    return `- ${mark}${how} ${code(address)}${why}${data}`;
  };
  const [stateful, others] = [losses.filter((it) => it.stateful), losses.filter((it) => !it.stateful)];
  const rest =
    others.length === 0 || brief
      ? others.map(line)
      : [
          ...(stateful.length > 0 ? [""] : []),
          [
            `<details><summary>${counted(others.length, "resource")} without data</summary>`,
            "",
            ...others.map(line),
            "",
            "</details>",
          ].join("\n"),
        ];
  return ["#### Destroyed, replaced or deleted sooner", "", ...stateful.map(line), ...rest];
}

/** A fold (`<details>`). A reader sees its summary, and after a click its lines. Lines that do not fit into the comment are omitted. */
export interface Fold {
  /** The summary. It must not contain a value of a plan, because it is not escaped. */
  readonly summary: string;
  readonly lines: readonly string[];
}

/** A line of a review, or a fold (`<details>`). */
export type Part = string | Fold;

/**
 * The maximum number of findings that a section shows without a fold (`<details>`). A section with more findings shows its warnings, and
 * its notes are in a fold.
 */
const MOST_UNFOLDED = 12;

/** The maximum width of a table, in characters. GitHub shows only a part of a wider table, because a comment is about 780 pixels wide. */
const WIDEST_TABLE = 95;

/**
 * Returns a section as its table, if the table is narrow enough, or otherwise as its sentences. In a long section, all notes are in a fold
 * (`<details>`).
 */
export function sectionParts(section: Section): Part[] {
  const shown = isWide(section) ? sentencesOf(section) : section;
  if (shown.findings.length <= MOST_UNFOLDED) return sectionLines(shown);
  const ofSeverity = (wanted: Finding["severity"]) =>
    shown.findings.filter(({ severity }) => severity === wanted);
  const [warnings, notes] = [ofSeverity("warning"), ofSeverity("note")];
  const lines = sectionLines({ ...shown, findings: notes }).slice(2);
  const summary = `${notes.length} ${warnings.length > 0 ? "more rows" : "rows"}, none of them a warning`;
  return [
    `#### ${section.title}`,
    "",
    ...(warnings.length > 0 ? [...sectionLines({ ...shown, findings: warnings }).slice(2), ""] : []),
    ...(notes.length > 0 ? [{ summary, lines }] : []),
  ];
}

function isWide({ columns = [], findings }: Section): boolean {
  // A browser does not break a word, so a column is at least as wide as its longest word.
  const widths = columns.map((header, index) =>
    Math.max(
      header.length,
      ...findings.flatMap(({ cells = [] }) =>
        plain(cells[index] ?? [])
          .split(" ")
          .map(({ length }) => length),
      ),
    ),
  );
  return widths.reduce((sum, width) => sum + width + 4, 0) > WIDEST_TABLE;
}

const sentencesOf = ({ title, findings }: Section): Section => ({ title, findings });

/** Returns a section as a table if the section has columns, otherwise as sentences. */
export function sectionLines({ title, columns, findings }: Section): string[] {
  const marked = (words: string, isMarked: boolean) => (isMarked ? `${WARNING} ${words}`.trimEnd() : words);
  const lines =
    columns === undefined
      ? findings.map(({ severity, sentence }) => `- ${marked(markdown(sentence), severity === "warning")}`)
      : table(
          columns,
          findings.map(({ severity, cells = [] }) =>
            cells.map((cell, index) =>
              marked(markdown(cell), severity === "warning" && columns[index] === ""),
            ),
          ),
        );
  return [`#### ${title}`, "", ...lines];
}

/** Returns a fold (`<details>`) for each changed resource. If many resources have the same action, an outer fold contains their folds. */
export function detailParts(details: readonly Detail[]): Part[] {
  if (details.length === 0) return [];
  const rest = restOfAll(details);
  const actions = [...new Set(details.map(({ action }) => action))];
  return [
    "#### Every change",
    "",
    ...(rest === undefined ? [] : [rest, ""]),
    ...actions.flatMap((action): Part[] => {
      const lines = details.filter((it) => it.action === action).map(detailLine);
      return lines.length > MOST_UNFOLDED
        ? [{ summary: `${SIGNS[action]} ${action}: ${counted(lines.length, "resource")}`, lines }]
        : lines;
    }),
  ];
}

function detailLine(detail: Detail): string {
  const { address, action, differences } = detail;
  const lines = [...differences.flatMap(differenceLines), ...restLines(detail)];
  return folded(`${SIGNS[action]} ${action} ${printable(address + remarkOn(detail))}`, lines);
}

/** Returns a fold (`<details>`) as one line of the comment. If it does not fit, the whole fold is omitted. */
const folded = (summary: string, lines: readonly string[]): string =>
  [`<details><summary>${escapeHtml(summary)}</summary>`, "", ...codeBlock("diff", lines), "</details>"].join(
    "\n",
  );

function differenceLines({ path, before, after }: Difference): string[] {
  const line = (sign: string, value: string) =>
    `${sign} ${path} = ${value === UNKNOWN ? value : JSON.stringify(recognizable(value, 400))}`;
  return [
    ...(before === undefined ? [] : [line("-", before)]),
    ...(after === undefined ? [] : [line("+", after)]),
  ];
}
