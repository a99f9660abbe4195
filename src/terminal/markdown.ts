/** Text as code inside of a line or a table cell; nothing in it can end the code, the cell or the line. */
export function code(text: string): string {
  const flat = text.replace(/\s+/g, " ").replaceAll("|", "\\|");
  const fence = "`".repeat(longestRun(flat) + 1);
  const space = /^`|`$/.test(flat) ? " " : "";
  return `${fence}${space}${flat}${space}${fence}`;
}

/** Lines as a block of code in a language. */
export function codeBlock(language: string, lines: readonly string[]): string[] {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence];
}

/** A table, a line each. What cells hold is Markdown already: see {@link code}. */
export function table(
  header: readonly string[],
  rows: readonly (readonly (string | undefined)[])[],
): string[] {
  const line = (cells: readonly (string | undefined)[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)];
}

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const longestRun = (text: string) => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
