import { type Appearance, type Color, painted } from "../terminal/appearance";
import { printable } from "../terminal/printable";
import { tableFits, tableRows } from "../terminal/table";
import { wrap } from "../terminal/wrap";
import { conclude, counted } from "./conclusion";
import { type Detail, type DetailAction, NONE_DECIDED, SIGNS } from "./details";
import { type Difference, UNKNOWN } from "./difference";
import { recognizable } from "./recognizable";
import { type Review, warningsOf } from "./review";
import type { Finding, Section } from "./section";
import { plain } from "./text";

/** Attributes shown of one resource; all of them are in the Markdown. */
const MOST_DIFFERENCES = 10;

const COLORS: Partial<Record<DetailAction, Color>> = {
  replace: "red",
  update: "yellow",
  create: "green",
  destroy: "red",
};

interface Line {
  readonly text: string;
  readonly color?: Color | undefined;
}

/** A review for a terminal: what must not be missed first, and every resource that changes by its name. */
export function terminalReview(review: Review, { columns, color }: Appearance): string {
  const parts = [
    headLines(review, columns),
    titled(
      "Warnings",
      warningsOf(review).flatMap((it) => sentenceLines(it, columns)),
    ),
    titled("Destroyed, replaced or deleted sooner", lossLines(review, columns)),
    titled(
      "Changes",
      review.details.flatMap((detail) => detailLines(detail, columns)),
    ),
    ...review.sections.map((section) => titled(section.title, sectionLines(section, columns))),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index): readonly Line[] => (index > 0 ? [{ text: "" }, ...lines] : lines))
    .map((line) => {
      // The one place that everything passes: nothing of a plan gets to a terminal as it is.
      const text = printable(line.text);
      return color && line.color ? painted(text, line.color) : text;
    })
    .join("\n");
}

const titled = (title: string, lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [] : [{ text: title, color: "bold" }, ...lines];

/** Text under an indent; further lines of it a little deeper. */
function indented(text: string, indent: string, columns: number, color?: Color): Line[] {
  const deeper = " ".repeat(indent.length);
  return wrap(text, columns - indent.length).map((line, index) => ({
    text: (index === 0 ? indent : deeper) + line,
    color,
  }));
}

function headLines(review: Review, columns: number): Line[] {
  const { suffix, verdict, counts, outputs, details } = review;
  const moves = details.filter(({ movedFrom }) => movedFrom !== undefined).length;
  const conclusion = conclude(review);
  const numbers = [
    conclusion.counts,
    ...(moves > 0 ? [`${moves} to move`] : []),
    ...(counts.forget > 0 ? [`${counts.forget} to forget`] : []),
    ...(outputs > 0 ? [`${counted(outputs, "output")} to change`] : []),
  ].join(", ");
  if (verdict === "no changes") return [{ text: `${suffix}: no changes`, color: "bold" }];
  return [
    ...indented(`${suffix}: ${verdict === "blocked" ? "blocked, " : ""}${numbers}`, "", columns, "bold"),
    ...indented(`${conclusion.lost} ${plain(conclusion.advice)}`, "", columns),
  ];
}

const sentenceLines = ({ severity, sentence }: Finding, columns: number): Line[] =>
  severity === "warning"
    ? indented(plain(sentence), "  ! ", columns, "red")
    : indented(plain(sentence), "  ", columns);

const lossLines = ({ losses }: Review, columns: number): Line[] =>
  losses.flatMap(({ address, how, stateful, blocking, reasons }) => {
    const data = blocking ? ", holds data: blocks this plan" : stateful ? ", holds data: allowed" : "";
    return [
      ...indented(`${how} ${address}${data}`, "  ", columns, "red"),
      ...reasons.flatMap((reason) => indented(plain(reason), "      ", columns)),
    ];
  });

function detailLines({ address, action, movedFrom, differences }: Detail, columns: number): Line[] {
  const was = movedFrom === undefined ? "" : ` (was ${movedFrom})`;
  const head: Line = { text: `  ${SIGNS[action]} ${action} ${address}${was}`, color: COLORS[action] };
  if (action !== "update" && action !== "replace") return [head];
  const more = differences.length - MOST_DIFFERENCES;
  const shown = [
    ...differences.slice(0, MOST_DIFFERENCES).map(describe),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(differences.length === 0 ? [NONE_DECIDED] : []),
  ];
  return [head, ...shown.flatMap((text) => indented(text, "      ", columns))];
}

function describe({ path, before, after }: Difference): string {
  if (before === undefined) return `+ ${path}: ${shown(after)}`;
  return after === undefined ? `- ${path}: ${shown(before)}` : `${path}: ${shown(before)} → ${shown(after)}`;
}

/** Quoted where it would not be clear where it ends. */
function shown(value = ""): string {
  const short = recognizable(value, 80);
  return value === UNKNOWN || /^[^\s"]+$/.test(short) ? short : JSON.stringify(short);
}

/** A table where there is one and it fits; else sentences, but for the warnings, which stand above already. */
function sectionLines({ columns: header, findings }: Section, columns: number): Line[] {
  const rows = findings.map(({ severity, cells = [] }) =>
    cells.map((cell, index) =>
      severity === "warning" && header?.[index] === "" ? `! ${plain(cell)}`.trimEnd() : plain(cell),
    ),
  );
  if (header === undefined || !tableFits(header, rows, columns)) {
    return findings.filter(({ severity }) => severity === "note").flatMap((it) => sentenceLines(it, columns));
  }
  const [head = [], ...lines] = tableRows(header, rows, columns);
  return [
    ...head.map((text) => ({ text })),
    ...lines.flatMap((row, index) =>
      row.map((text) => ({
        text,
        color: findings[index]?.severity === "warning" ? ("red" as const) : undefined,
      })),
    ),
  ];
}
