import { type Appearance, type Color, painted } from "../terminal/appearance";
import { printable } from "../terminal/printable";
import { tableRows } from "../terminal/table";
import type { Finding, Row } from "./finding";

const COLORS: Readonly<Record<Finding["kind"], Color>> = {
  pass: "green",
  fail: "red",
  "cannot know": "yellow",
};

/** The maximum width of a line, in columns, because wider lines are hard to read. */
const WIDEST = 160;

/** Returns the number of rows whose finding has the given kind, such as `fail`. */
export const countOf = (rows: readonly Row[], kind: Finding["kind"]): number =>
  rows.filter(({ finding }) => finding.kind === kind).length;

/** Returns a table with all rows, and a line with the number of findings of each kind. */
export function reportText(rows: readonly Row[], { columns, color }: Appearance): string {
  const cells = rows.map(({ check, finding }) => [check, finding.kind, textOf(finding)].map(cell));
  const [header = [], ...lines] = tableRows(
    ["check", "answer", "what was found, and what to do"],
    cells,
    Math.min(columns, WIDEST),
    true,
  );
  const body = lines.map((all, index) => {
    const kind = rows[index]?.finding.kind ?? "pass";
    const [first = "", ...more] = all;
    // The finding's kind is searched to the right of the check's name, because the name may contain the same word.
    const at = first.indexOf(kind, (cells[index]?.[0] ?? "").length);
    const shown =
      color && at >= 0
        ? `${first.slice(0, at)}${painted(kind, COLORS[kind])}${first.slice(at + kind.length)}`
        : first;
    return [shown, ...more].join("\n");
  });
  return [...header, ...body, "", countsText(rows)].join("\n");
}

/** Returns the counts of findings as text, such as `12 pass, 1 fails, 3 cannot be known`. */
function countsText(rows: readonly Row[]): string {
  const fails = countOf(rows, "fail");
  return `${countOf(rows, "pass")} pass, ${fails} ${fails === 1 ? "fails" : "fail"}, ${countOf(rows, "cannot know")} cannot be known`;
}

/** Returns the report as JSON, for scripts. */
export const reportJson = (rows: readonly Row[]) => ({
  pass: countOf(rows, "pass"),
  fail: countOf(rows, "fail"),
  cannotKnow: countOf(rows, "cannot know"),
  checks: rows.map(({ check, finding: { kind, text, ...more } }) => ({ check, answer: kind, text, ...more })),
});

/** Puts a text on one line and replaces control characters. */
const cell = (text: string) => printable(text.replace(/\s+/g, " "));

const textOf = (finding: Finding): string =>
  finding.kind === "fail" ? `${finding.text}. To do: ${finding.toDo}` : finding.text;
