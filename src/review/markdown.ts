import { code, codeBlock, escapeHtml, table } from "../terminal/markdown";
import { printable } from "../terminal/printable";
import { conclude, counted } from "./conclusion";
import type { Loss } from "./destroys";
import { type Detail, remarkOn, restLines, restOfAll, SIGNS } from "./details";
import { type Difference, UNKNOWN } from "./difference";
import type { OutputChange } from "./outputs";
import { recognizable } from "./recognizable";
import { type Review, warningsOf } from "./review";
import type { Section } from "./section";
import { rendered, type Text } from "./text";

const WARNING = "⚠️";

const markdown = (text: Text) => rendered(text, code);

/** Verdict, warnings and counts. @param brief only counts the warnings, where all of them would not fit */
export function summaryLines(review: Review, { brief }: { readonly brief: boolean }): string[] {
  const { verdict, counts, outputs } = review;
  const head = [headline(review), ...(brief ? [] : warningLines(review))];
  if (verdict === "no changes") return head;
  const columns = Object.entries({ ...counts, "outputs that change": outputs.length });
  return [
    ...head,
    "",
    ...table(
      columns.map(([name]) => name),
      [columns.map(([, count]) => String(count))],
    ),
  ];
}

/** Every warning with the section that it stands in; there it has the same mark. */
function warningLines({ sections }: Review): string[] {
  const lines = sections.flatMap(({ title, findings }) =>
    findings
      .filter(({ severity }) => severity === "warning")
      .map(({ sentence }) => `- ${WARNING} ${title}: ${markdown(sentence)}`),
  );
  return lines.length === 0 ? [] : ["", ...lines];
}

/** Outputs that change, by name, with their values. */
export function outputLines(outputs: readonly OutputChange[]): string[] {
  if (outputs.length === 0) return [];
  const values = outputs.flatMap(({ differences }) => differences.flatMap(differenceLines));
  const names = outputs.map(({ name }) => code(name)).join(", ");
  return [
    "#### Outputs that change",
    "",
    names,
    ...(values.length === 0 ? [] : ["", folded("their values", values)]),
  ];
}

function headline(review: Review): string {
  const { suffix, verdict, losses } = review;
  const { counts, lost, advice, byHand } = conclude(review);
  const warnings = warningsOf(review).length;
  const watch = warnings === 0 ? [] : [`**${counted(warnings, "warning")}:**`];
  const name = code(suffix);
  const hand = byHand === "" ? "" : `, ${byHand}`;
  if (verdict === "no changes") {
    const gone = review.byHand.lost > 0 ? [lost] : [];
    const mark = hand === "" ? "✅" : WARNING;
    return [`### ${mark} ${name}: no changes${hand}`, ...gone, ...watch].join("\n\n");
  }
  const text = [lost, ...(advice.length === 0 ? [] : [markdown(advice)]), ...watch].join(" ");
  if (verdict === "blocked") return `### ⛔ ${name}: blocked, ${counts}${hand}\n\n${text}`;
  const alarming = warnings > 0 || losses.some(({ stateful }) => stateful);
  return `### ${alarming ? WARNING : "✏️"} ${name}: ${counts}${hand}\n\n${text}`;
}

/** Every loss in a row of its own. @param brief leaves out why, where all of it would not fit */
export function lossLines(losses: readonly Loss[], { brief }: { readonly brief: boolean }): string[] {
  if (losses.length === 0) return [];
  const mark = ({ stateful, blocking, unknownType }: Loss) => {
    const holds = unknownType ? "unknown type, may" : "yes";
    return blocking ? `**${holds}: blocks this plan**` : stateful ? `${holds}: allowed` : "";
  };
  const lines = brief
    ? losses.map((loss) => `- ${loss.how} ${code(loss.address)} ${mark(loss)}`.trimEnd())
    : table(
        ["", "resource", "forced by", "holds data"],
        losses.map((loss) => [
          loss.how,
          code(loss.address),
          loss.reasons.map(markdown).join("<br>"),
          mark(loss),
        ]),
      );
  return ["#### Destroyed, replaced or deleted sooner", "", ...lines];
}

/** A section's table, or its sentences. */
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

/** Each resource's change, folded. */
export function detailLines(details: readonly Detail[]): string[] {
  if (details.length === 0) return [];
  const rest = restOfAll(details);
  return [
    "#### Every change",
    "",
    ...(rest === undefined ? [] : [rest, ""]),
    ...details.map((detail) => {
      const { address, action, differences } = detail;
      const lines = [...differences.flatMap(differenceLines), ...restLines(detail)];
      return folded(`${SIGNS[action]} ${action} ${printable(address + remarkOn(detail))}`, lines);
    }),
  ];
}

/** One line of a comment, so that it is never cut within. */
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
