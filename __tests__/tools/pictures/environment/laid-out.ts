import { STYLES, type Style, widthOf } from "../../../../src/tools/pictures/environment/text";

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const numbers = (text: string) =>
  text
    .split(/[^\d.-]+/)
    .filter(Boolean)
    .map(Number);
const decoded = (text: string) => text.replace(/&#39;/g, "'").replace(/&lt;/g, "<").replace(/&amp;/g, "&");

/**
 * The letters of a picture, and where they are; their feet reach a little below their line.
 *
 * @param wider how much wider the letters are of the font that is taken for Helvetica
 */
export const textsOf = (svg: string, wider = 1): readonly (Area & { readonly text: string })[] =>
  [
    ...svg.matchAll(
      /<text class="([a-z]+) ?([a-z ]*)" x="([\d.]+)" y="([\d.]+)"( textLength[^>]*)?>(?:<title>[^<]*<\/title>)?([^<]*)/g,
    ),
  ].map(([, style, look = "", x, y, isHeld, written = ""]) => {
    const text = decoded(written);
    const width = widthOf(text, style as Style) * (isHeld === undefined ? wider : 1);
    const classes = look.split(" ");
    const left = Number(x) - (classes.includes("e") ? width : classes.includes("m") ? width / 2 : 0);
    const { size } = STYLES[style as Style];
    return { text, left, right: left + width, top: Number(y) - size * 0.72, bottom: Number(y) + size * 0.2 };
  });

const rectanglesOf = (svg: string): readonly Area[] =>
  [
    ...svg.matchAll(
      /<rect class="(?!bar)[^"]*" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g,
    ),
  ].map((found) => {
    const [x = 0, y = 0, width = 0, height = 0] = found.slice(1).map(Number);
    return { left: x, right: x + width, top: y, bottom: y + height };
  });

/** Pieces of the lines between boxes. */
const linesOf = (svg: string): readonly Area[] =>
  [...svg.matchAll(/<path class="wire" d="([^"]+)"/g)].flatMap(([, path = ""]) => {
    const at = numbers(path);
    const points = at
      .filter((_, index) => index % 2 === 0)
      .map((x, index) => [x, at[2 * index + 1] ?? 0] as const);
    return points.slice(1).map(([x, y], index) => {
      const [fromX, fromY] = points[index] ?? [x, y];
      return {
        left: Math.min(x, fromX),
        right: Math.max(x, fromX),
        top: Math.min(y, fromY),
        bottom: Math.max(y, fromY),
      };
    });
  });

const meet = (a: Area, b: Area) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const holds = (a: Area, b: Area) =>
  a.left <= b.left && b.right <= a.right && a.top <= b.top && b.bottom <= a.bottom;
const around = ({ left, right, top, bottom }: Area): Area => ({
  left: left - 1,
  right: right + 1,
  top: top - 1,
  bottom: bottom + 1,
});

/** What somebody who looks at a picture would find fault with. */
export function faultsOf(svg: string, wider = 1): readonly string[] {
  const [width = 0, height = 0] = numbers(/viewBox="0 0 ([^"]+)"/.exec(svg)?.[1] ?? "");
  const page = { left: 8, right: width - 8, top: 8, bottom: height - 8 };
  const [texts, rectangles, lines] = [textsOf(svg, wider), rectanglesOf(svg), linesOf(svg)];
  return texts.flatMap((text, index) => [
    ...(holds(page, text) ? [] : [`"${text.text}" leaves the page`]),
    ...texts
      .slice(index + 1)
      .filter((other) => meet(text, other))
      .map((other) => `"${text.text}" overlaps "${other.text}"`),
    ...lines.filter((line) => meet(text, around(line))).map(() => `a line crosses "${text.text}"`),
    ...rectangles
      .filter((rectangle) => meet(text, rectangle) && !holds(rectangle, text))
      .map(() => `an edge crosses "${text.text}"`),
  ]);
}
