/** How letters are drawn: their height in pixels at the picture's own width. None is under 11.5. */
export const STYLES = {
  title: { size: 17, isBold: true },
  head: { size: 14, isBold: true },
  name: { size: 12.5, isBold: true },
  plain: { size: 12, isBold: false },
  soft: { size: 11.5, isBold: false },
} as const;

export type Style = keyof typeof STYLES;

/** Widths of Helvetica's and Arial's letters, in parts of their height; other fonts that browsers take are at most a little wider. */
const WIDTHS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[ijl'|]/, 0.23],
  [/[ ft.,:;/!()[\]I-]/, 0.31],
  [/[rs"*]/, 0.46],
  [/[ckvxyz]/, 0.5],
  [/[mwMW%@]/, 0.88],
  [/[A-Z&…→]/, 0.7],
  [/[+=<>~]/, 0.59],
];
const OTHER = 0.56;
const BOLD = 1.07;

/** About as wide as a text is drawn, in pixels. */
export function widthOf(text: string, style: Style): number {
  const { size, isBold } = STYLES[style];
  const letters = [...text].reduce(
    (sum, letter) => sum + (WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? OTHER),
    0,
  );
  return letters * size * (isBold ? BOLD : 1);
}

/** As much of a text as finds room, with an ellipsis for the rest. */
export function fitted(text: string, style: Style, width: number): string {
  if (widthOf(text, style) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join("")}…`, style) > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/** A text in lines that find room, at its blanks; the last one is cut. */
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
