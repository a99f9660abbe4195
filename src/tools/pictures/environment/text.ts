/**
 * Text styles. `size` is the font size in pixels when the picture has its original width. It is at least 11.5, so that every text is
 * readable.
 */
export const STYLES = {
  title: { size: 17, isBold: true },
  head: { size: 14, isBold: true },
  name: { size: 12.5, isBold: true },
  plain: { size: 12, isBold: false },
  soft: { size: 11.5, isBold: false },
} as const;

export type Style = keyof typeof STYLES;

/** The widths of letters in Helvetica and Arial, relative to the font size. */
const WIDTHS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[ijl'|]/, 0.22],
  [/[ ft.,:;/!()[\]I]/, 0.28],
  [/[r-]/, 0.33],
  [/[ckvxyzs]/, 0.5],
  [/[mM]/, 0.83],
  [/[W%]/, 0.93],
  [/[@…→]/, 1],
  [/[A-Zw&]/, 0.69],
];
const OTHER = 0.556;
/** The width of a bold lower-case letter, relative to the regular letter. Bold capitals and digits are as wide as regular ones. */
const BOLD = 1.08;

/** Estimates the width of a text in pixels. */
export function widthOf(text: string, style: Style): number {
  const { size, isBold } = STYLES[style];
  const letters = [...text].map(
    (letter) =>
      (WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? OTHER) *
      (isBold && /[a-z]/.test(letter) ? BOLD : 1),
  );
  return letters.reduce((sum, width) => sum + width, 0) * size;
}

/** Cuts a text that is wider than `width`, and adds an ellipsis. A text that fits is not changed. */
export function fitted(text: string, style: Style, width: number): string {
  if (widthOf(text, style) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join("")}…`, style) > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/**
 * Wraps a text at its blanks into lines of at most a given width.
 *
 * @param most the maximum number of lines. If the text needs more lines, the last line gets the rest of the text and is cut
 */
export function wrapped(text: string, style: Style, width: number, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && (widthOf(longer, style) <= width || lines.length === most)) {
      lines[lines.length - 1] = longer;
    } else lines.push(word);
  }
  return lines.map((line) => fitted(line, style, width));
}
