import { type Html, html } from "../../../release/report/html";
import { fitted, type Style, widthOf } from "./text";

/** How much wider than Helvetica a font may be that a browser takes for it: DejaVu Sans is. */
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

/** What is drawn, in the order in which it is: later things are above earlier ones. */
export class Canvas {
  private readonly drawn: Html[] = [];

  public box({ x, y, width, height }: Box, look: string, radius = 6): void {
    this.drawn.push(
      html`<rect class="${look}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`,
    );
  }

  /**
   * One line of text, cut where it is wider than there is room; then a pointer on it shows all of it. What a wider font would let
   * leave its room is drawn as wide as it is here.
   *
   * @param look further classes; `e` ends it at the point, `m` has its middle there. @default - it begins there
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

  /** Lines from point to point, with an arrow at the end. */
  public wire([first, ...others]: readonly Point[], look: "wire arrow" | "wire" = "wire arrow"): void {
    const path = others.map(({ x, y }) => `L${x} ${y}`).join("");
    const arrow = look === "wire" ? "" : html` marker-end="url(#arrow)"`;
    this.drawn.push(html`<path class="wire" d="M${first?.x} ${first?.y}${path}"${arrow}/>`);
  }

  /** Where a line joins another: lines that cross without it have nothing to do with each other. */
  public joint({ x, y }: Point): void {
    this.drawn.push(html`<circle class="joint" cx="${x}" cy="${y}" r="2.6"/>`);
  }

  /** One of several that are counted. */
  public dot({ x, y }: Point, look: string): void {
    this.drawn.push(html`<circle class="dot ${look}" cx="${x}" cy="${y}" r="4"/>`);
  }

  /** Everything that was drawn on another canvas. */
  public add(other: Canvas): void {
    this.drawn.push(...other.drawn);
  }

  public content(): Html {
    return html`${this.drawn.map((it) => html`${it}\n`)}`;
  }
}
