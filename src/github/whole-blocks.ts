/** The result of `wholeBlocks`. */
export interface Cut {
  /** The part of the Markdown text that was not cut off: the beginning of the text or, if the text is short enough, the whole text. */
  readonly kept: string;
  /** The number of non-empty lines that were cut off. */
  readonly left: number;
}

/**
 * Shortens a Markdown text to a number of characters. The function cuts the text at an empty line that is not inside a code block, a fold
 * (`<details>`) or an HTML comment. The reason: without its end, a code block, a fold or an HTML comment contains all text that follows.
 * If there is no such empty line, the function keeps the first line, and cuts off the other lines.
 */
export function wholeBlocks(markdown: string, characters: number): Cut {
  if (markdown.length <= characters) return { kept: markdown, left: 0 };
  const lines = markdown.split("\n");
  let [end, length, open] = [1, 0, 0];
  let fence: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" && fence === undefined && open === 0) end = Math.max(index, 1);
    length += line.length + 1;
    if (length > characters) break;
    const [, run] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence !== undefined) {
      if (run?.startsWith(fence) && line.trim() === run) fence = undefined;
    } else if (run !== undefined) {
      fence = run;
    } else {
      open = Math.max(0, open + count(line, /<details\b|<!--/gi) - count(line, /<\/details>|-->/gi));
    }
  }
  return {
    kept: lines.slice(0, end).join("\n"),
    left: lines.slice(end).filter((line) => line.trim() !== "").length,
  };
}

const count = (line: string, what: RegExp) => line.match(what)?.length ?? 0;
