import { readFileSync } from "node:fs";

/** Rows of text under a header, in columns as wide as they need to be. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** The last lines of a log, each cut to the width of a wide terminal. */
export function tail(file: string, lines = 40): string {
  const all = readFileSync(file, "utf8").trimEnd().split("\n");
  return all
    .filter((line) => line.trim() !== "")
    .slice(-lines)
    .map((line) => line.slice(0, 200))
    .join("\n");
}
