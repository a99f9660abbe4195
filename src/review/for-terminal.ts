import { type Appearance, type Color, painted } from "../terminal/appearance";
import { printable } from "../terminal/printable";
import { tableRows } from "../terminal/table";
import { wrap } from "../terminal/wrap";
import { conclude, counted } from "./conclusion";
import { type Detail, type DetailAction, remarkOn, restLines, SIGNS } from "./details";
import { type Difference, DOCUMENT, UNKNOWN } from "./difference";
import { recognizable } from "./recognizable";
import { type Review, warningsOf } from "./review";
import type { Finding, Section } from "./section";
import { plain } from "./text";

/** The maximum number of changed values that a terminal shows for one resource. The Markdown form of the review shows all of them. */
const MOST_DIFFERENCES = 10;

const COLORS: Partial<Record<DetailAction, Color>> = {
  replace: "red",
  update: "yellow",
  create: "green",
  destroy: "red",
};

const LONGEST_VALUE = 120;

/** The maximum width of a table, in characters. Even in a wider terminal, tables are no wider, because their rows would be hard to read. */
const WIDEST_TABLE = 200;

interface Line {
  readonly text: string;
  readonly color?: Color | undefined;
}

/** Returns a review as text for a terminal. Warnings and losses come first. The review lists every changed resource. */
export function terminalReview(review: Review, { columns, color }: Appearance): string {
  const warnings = titled(
    "Warnings",
    warningsOf(review).flatMap((it) => sentenceLines(it, columns)),
  );
  const losses = titled("Destroyed, replaced or deleted sooner", lossLines(review, columns));
  const parts = [
    headLines(review, columns),
    // If the plan is blocked, the losses come first, because somebody has to decide about them.
    ...(review.verdict === "blocked" ? [losses, warnings] : [warnings, losses]),
    titled(
      "Changes",
      review.details.flatMap((detail) => detailLines(detail, columns)),
    ),
    ...review.sections.map((section) => titled(section.title, sectionLines(section, columns))),
    titled("Outputs", outputLines(review, columns)),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index): readonly Line[] => (index > 0 ? [{ text: "" }, ...lines] : lines))
    .map((line) => {
      // Every text passes through `printable`, so that no control character of a plan's value reaches the terminal.
      const text = printable(line.text);
      return color && line.color ? painted(text, line.color) : text;
    })
    .join("\n");
}

const titled = (title: string, lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [] : [{ text: title, color: "bold" }, ...lines];

/**
 * Wraps a text. The first line begins with `indent`: spaces, which may be followed by a mark such as "!". Further lines begin with two
 * spaces more.
 */
function indented(text: string, indent: string, columns: number, color?: Color): Line[] {
  const deeper = " ".repeat(indent.search(/\S|$/) + 2);
  return wrap(text, columns - deeper.length).map((line, index) => ({
    text: (index === 0 ? indent : deeper) + line,
    color,
  }));
}

function headLines(review: Review, columns: number): Line[] {
  const { suffix, verdict, counts, beside, outputs } = review;
  const { lost, advice, byHand } = conclude(review);
  const hand = byHand === "" ? [] : [byHand];
  if (verdict === "no changes") {
    return [
      ...indented([`${suffix}: no changes`, ...hand].join(", "), "", columns, "bold"),
      ...(review.byHand.lost > 0 ? indented(lost, "", columns) : []),
    ];
  }
  const said = [
    verdict === "blocked" ? "blocked" : "",
    ...Object.entries({
      add: counts.create,
      change: counts.update,
      replace: counts.replace,
      destroy: counts.destroy,
      forget: counts.forget,
      ...beside,
    }).map(([what, count]) => (count > 0 ? `${count} to ${what}` : "")),
    outputs.length > 0 ? `${counted(outputs.length, "output")} to change` : "",
  ].filter((it) => it !== "");
  return [
    ...indented(`${suffix}: ${[said.join(", ") || verdict, ...hand].join(", ")}`, "", columns, "bold"),
    ...indented(`${lost} ${plain(advice)}`.trimEnd(), "", columns),
  ];
}

const sentenceLines = ({ severity, sentence }: Finding, columns: number): Line[] =>
  severity === "warning"
    ? indented(plain(sentence), "  ! ", columns, "red")
    : indented(plain(sentence), "  ", columns);

/**
 * Returns lines about the lost resources. A resource has its own lines if it holds data, or if the plan contains reasons for its loss. The
 * other lost resources are only counted, in one line, because the part "Changes" lists them.
 */
function lossLines({ losses }: Review, columns: number): Line[] {
  const explained = losses.filter(({ stateful, reasons }) => stateful || reasons.length > 0);
  const others = losses.length - explained.length;
  const lines = explained.flatMap(({ address, how, stateful, blocking, unknownType, reasons }) => {
    const holds = unknownType ? "unknown type, may hold data" : "holds data";
    const data = blocking ? `, ${holds}: blocks this plan` : stateful ? `, ${holds}: allowed` : "";
    return [
      ...indented(`${how} ${address}${data}`, "  ", columns, "red"),
      ...reasons.flatMap((reason) => indented(plain(reason), "      ", columns)),
    ];
  });
  return others === 0
    ? lines
    : [
        ...lines,
        ...indented(`${counted(others, "resource")} without data, named among the changes`, "  ", columns),
      ];
}

function detailLines(detail: Detail, columns: number): Line[] {
  const { address, action, differences } = detail;
  const head: Line = {
    text: `  ${SIGNS[action]} ${action} ${address}${remarkOn(detail)}`,
    color: COLORS[action],
  };
  if (action !== "update" && action !== "replace") return [head];
  const more = differences.length - MOST_DIFFERENCES;
  const shown = [
    ...differences.slice(0, MOST_DIFFERENCES).map(describe),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...restLines(detail),
  ];
  return [head, ...shown.flatMap((text) => indented(text, "      ", columns))];
}

/**
 * Returns lines about the outputs that change. If an output has an old and a new value, the lines show both values. One further line lists
 * the names of the changed outputs that have only an old or only a new value, such as all outputs of a new environment.
 */
function outputLines({ outputs }: Review, columns: number): Line[] {
  const isNew = (it: Difference) => it.before === undefined || it.after === undefined;
  const [named, changed] = [
    outputs.filter(({ differences }) => differences.every(isNew)).map(({ name }) => name),
    outputs.filter(({ differences }) => !differences.every(isNew)),
  ];
  return [
    ...changed.flatMap(({ differences }) =>
      differences.flatMap((it) => indented(describe(it), "  ", columns)),
    ),
    ...(named.length === 0 ? [] : indented(named.join(", "), "  ", columns)),
  ];
}

function describe({ path, before, after }: Difference): string {
  if (before === undefined) return `+ ${path}: ${shown(after)}`;
  if (after === undefined) return `- ${path}: ${shown(before)}`;
  return `~ ${path}: ${shown(before)} → ${shown(after)}`;
}

/** Returns a value as the terminal shows it. If it contains spaces or quotation marks, it is in quotation marks. */
function shown(value = ""): string {
  const short = recognizable(value, LONGEST_VALUE);
  return [UNKNOWN, DOCUMENT].includes(value) || /^[^\s"]+$/.test(short) ? short : JSON.stringify(short);
}

/**
 * Returns the lines of a section's table. If the section has no table, or if the table is too wide, the function returns one sentence for
 * each finding with the severity `note`. In this case, the function omits the findings with the severity `warning`, because the beginning
 * of the review contains all warnings.
 */
function sectionLines({ columns: header = [], findings }: Section, columns: number): Line[] {
  const rows = findings.map(({ severity, cells = [] }) =>
    cells.map((cell, index) =>
      severity === "warning" && header[index] === "" ? `! ${plain(cell)}`.trimEnd() : plain(cell),
    ),
  );
  const [head = [], ...lines] = header.length === 0 ? [] : tableRows(header, rows, columns);
  const fits = [head, ...lines].flat().every((text) => text.length <= Math.min(columns, WIDEST_TABLE));
  if (head.length === 0 || !fits) {
    return findings.filter(({ severity }) => severity === "note").flatMap((it) => sentenceLines(it, columns));
  }
  return [
    ...head.map((text): Line => ({ text })),
    ...lines.flatMap((row, index) =>
      row.map((text): Line => ({ text, color: findings[index]?.severity === "warning" ? "red" : undefined })),
    ),
  ];
}
