import type { SynthesizedDocument } from "../../../policy/document";
import { Canvas } from "./canvas";
import { dataOf, type Encrypted } from "./data";
import { type Release, releaseOf } from "./release";
import { type Style, widthOf, wrapped } from "./text";
import { type Watched, watchedOf } from "./watched";

const [WIDTH, GAP, PAD, LINE] = [264, 12, 14, 18];
const ROOM = WIDTH - 2 * PAD;

/** Writes the lines of a panel, from top to bottom. Each line begins at the panel's left edge. */
class Lines {
  public constructor(
    public readonly canvas: Canvas,
    public readonly x: number,
    public y: number,
  ) {}

  /** Writes a line. @param end a text in a lighter style at the right edge. @default - no such text */
  public line(text: string, { style = "plain", end = "" }: { style?: Style; end?: string } = {}): this {
    const room = end === "" ? ROOM : ROOM - widthOf(end, "soft") - 8;
    this.canvas.text({ x: this.x, y: this.y }, style, text, room);
    if (end !== "") this.canvas.text({ x: this.x + ROOM, y: this.y }, "soft", end, ROOM, "e");
    this.y += LINE;
    return this;
  }

  /**
   * Writes one text at the left edge of a line, and another text at the right edge. The last parameter contains their CSS classes.
   *
   * @default - no classes
   */
  public pair(
    style: Style,
    [first = "", second = ""]: readonly (string | undefined)[],
    [one = "", other = ""]: readonly (string | undefined)[] = [],
  ): this {
    const half = ROOM / 2 - 6;
    this.canvas.text({ x: this.x, y: this.y }, style, first, half, one);
    this.canvas.text({ x: this.x + ROOM, y: this.y }, style, second, half, `e ${other}`.trim());
    this.y += LINE;
    return this;
  }

  /** Writes a text on one line, or on two lines if it is long. */
  public text(text: string): this {
    for (const line of wrapped(text, "soft", ROOM, 2)) this.line(line, { style: "soft" });
    return this;
  }

  public gap(height = 6): this {
    this.y += height;
    return this;
  }
}

/** Returns a path for a panel. If the path is too wide, only its last two parts are returned. */
const shortened = (path: string): string =>
  widthOf(path, "plain") <= ROOM ? path : `…/${path.split("/").slice(-2).join("/")}`;

function writeRelease(lines: Lines, release: Release): void {
  lines.text(`weights of ${release.listener}, as configured`);
  const { canvas, x } = lines;
  const [first, second] = release.colors;
  lines.pair(
    "name",
    [first, second].map((it) => `${it?.name} ${it?.weight} %`),
    [first?.name, second?.name],
  );
  let left = x;
  for (const { name, weight } of release.colors) {
    const width = (ROOM * weight) / 100;
    if (width > 0) canvas.box({ x: left, y: lines.y - 11, width, height: 14 }, `bar ${name}`, 2);
    left += width;
  }
  lines.gap(20).pair("soft", [first?.image, second?.image]);
  lines.gap().text("kept in the SSM parameter").line(shortened(release.parameter));
  lines
    .gap()
    .line(release.controller, { style: "name" })
    .text(`moves the weights: invoked ${release.invokedBy.join(" and ")}`);
  if (release.smokeTests !== "") lines.gap().text(`smoke tests choose a color: ${release.smokeTests}`);
}

function writeData(lines: Lines, data: readonly Encrypted[]): void {
  data.forEach(({ key, about, stores }, index) => {
    if (index > 0) lines.gap(10);
    lines.line(key, { style: "name" });
    if (about !== "") lines.text(about);
    for (const { name, kept } of stores) lines.line(name, { end: kept });
  });
}

function writeWatched(lines: Lines, watched: Watched): void {
  const { canvas, x } = lines;
  const total = watched.alarms.reduce((sum, { count }) => sum + count, 0);
  lines.text(`${total} alarms, a dot each`);
  for (const { on, count } of watched.alarms) {
    lines.line(on);
    for (let dot = 0; dot < count; dot++) {
      canvas.dot({ x: x + ROOM - 5 - dot * 13, y: lines.y - LINE - 4 }, on);
    }
  }
  lines
    .gap()
    .text(`alarms and ${watched.events} types of events go to`)
    .line(watched.topic, { style: "name" });
  if (watched.subscribers.length === 0) lines.text("→ nobody subscribes yet");
  for (const who of watched.subscribers) lines.text(`→ ${who}`);
  lines.gap().line(watched.dashboard, { style: "name", end: `${watched.widgets} widgets` });
}

/**
 * Draws the three panels below the network, side by side.
 *
 * @param top the panels' upper edge, in pixels.
 * @returns the panels' lower edge, in pixels
 */
export function drawPanels(canvas: Canvas, document: SynthesizedDocument, top: number): number {
  const release = releaseOf(document);
  const panels: readonly (readonly [title: string, write: (lines: Lines) => void])[] = [
    ["What a release moves", (lines) => release && writeRelease(lines, release)],
    ["Data at rest, by key", (lines) => writeData(lines, dataOf(document))],
    ["What is watched", (lines) => writeWatched(lines, watchedOf(document))],
  ];
  const written = panels.map(([title, write], index) => {
    const x = GAP + index * (WIDTH + GAP);
    const lines = new Lines(new Canvas(), x + PAD, top + 48);
    write(lines);
    return { title, x, lines };
  });
  const bottom = Math.max(...written.map(({ lines }) => lines.y));
  for (const { title, x, lines } of written) {
    canvas.box({ x, y: top, width: WIDTH, height: bottom - top }, "panel", 10);
    canvas.text({ x: x + PAD, y: top + 25 }, "head", title, ROOM);
    canvas.add(lines.canvas);
  }
  return bottom;
}
