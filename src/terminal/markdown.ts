/** Formats text as inline code in Markdown. The text is escaped, so that it cannot end the inline code, the table's cell or the line. */
export function code(text: string): string {
  const flat = text.replace(/\s+/g, " ").replaceAll("|", "\\|");
  const fence = "`".repeat(longestRun(flat) + 1);
  const space = /^`|`$/.test(flat) ? " " : "";
  return `${fence}${space}${flat}${space}${fence}`;
}

/** Formats lines as a fenced code block in Markdown. @param language the language for syntax highlighting */
export function codeBlock(language: string, lines: readonly string[]): string[] {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence];
}

/**
 * Formats a table in Markdown.
 *
 * @param rows the rows' cells, which have to be Markdown already: see {@link code}.
 * @returns the table's lines
 */
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
