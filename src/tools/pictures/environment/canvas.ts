import { type Html, html } from "../../../release/report/html";
import { fitted, type Style, widthOf } from "./text";

/** The greatest expected width of a browser's substitute font, relative to Helvetica. DejaVu Sans is 1.2 times as wide as Helvetica. */
const WIDEST = 1.2;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export const rightOf = ({ x, width }: Box): number => x + width;
export const bottomOf = ({ y, height }: Box): number => y + height;
export const middleOf = ({ y, height }: Box): number => y + height / 2;

/** An SVG drawing. Later shapes cover earlier shapes. */
export class Canvas {
  private readonly drawn: Html[] = [];

  public box({ x, y, width, height }: Box, look: string, radius = 6): void {
    this.drawn.push(
      html`<rect class="${look}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`,
    );
  }

  /**
   * Draws one line of text. If the text is wider than `width`, it is cut, and a tooltip shows the whole text. If the text fits, but would
   * not fit in a wider substitute font, the SVG attribute `textLength` fixes its width.
   *
   * @param width the available width, in pixels
   * @param look further CSS classes. With the class `e`, the text ends at the point. With `m`, the text is centered on the point.
   * @default - the text begins at the point
   */
  public text({ x, y }: Point, style: Style, text: string, width: number, look = ""): void {
    const shown = fitted(text, style, width);
    const needs = widthOf(shown, style);
    const length =
      needs * WIDEST > width ? html` textLength="${Math.round(needs)}" lengthAdjust="spacingAndGlyphs"` : "";
    this.drawn.push(
      html`<text class="${`${style} ${look}`.trim()}" x="${x}" y="${y}"${length}>${shown === text ? "" : html`<title>${text}</title>`}${shown}</text>`,
    );
  }

  /** Draws a line through all points. @param look the CSS classes; `wire` draws no arrow. @default - an arrow at the last point */
  public wire([first, ...others]: readonly Point[], look: "wire arrow" | "wire" = "wire arrow"): void {
    const path = others.map(({ x, y }) => `L${x} ${y}`).join("");
    const arrow = look === "wire" ? "" : html` marker-end="url(#arrow)"`;
    this.drawn.push(html`<path class="wire" d="M${first?.x} ${first?.y}${path}"${arrow}/>`);
  }

  /** Draws a dot at a point where two lines are connected. If lines cross without such a dot, they are not connected. */
  public joint({ x, y }: Point): void {
    this.drawn.push(html`<circle class="joint" cx="${x}" cy="${y}" r="2.6"/>`);
  }

  /** Draws a dot that stands for one counted item, such as one alarm. */
  public dot({ x, y }: Point, look: string): void {
    this.drawn.push(html`<circle class="dot ${look}" cx="${x}" cy="${y}" r="4"/>`);
  }

  /** Adds everything that was drawn on another canvas. */
  public add(other: Canvas): void {
    this.drawn.push(...other.drawn);
  }

  public content(): Html {
    return html`${this.drawn.map((it) => html`${it}\n`)}`;
  }
}
