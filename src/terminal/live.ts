import { cut, styledLine, widthOf } from "./styled";

const REDRAW_MILLISECONDS = 100;

/** Where nothing is redrawn, a line every so often says that it goes on. */
const LINE_EVERY_MILLISECONDS = 10_000;

/** Lines that are redrawn in place in a terminal; elsewhere all of them in one, every 10 s. */
export interface Live {
  /** Shows these instead of those shown before. Each is cut to the terminal's width; those that find no room are left out. */
  show(lines: readonly string[]): void;
  /** Prints a line above them, for good. */
  print(line: string): void;
  /** Removes them, and prints these for good. */
  end(lines?: readonly string[]): void;
}

/** Whether lines can be redrawn in place: in a terminal that knows how to, and not in the log of a CI job. */
export const canRedraw = (stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean =>
  stream.isTTY === true && env.TERM !== "dumb" && !env.CI;

/** @param stream where to; what else goes to the same terminal meanwhile has to go through `print` */
export function live(
  stream: NodeJS.WriteStream = process.stderr,
  env: NodeJS.ProcessEnv = process.env,
): Live {
  return canRedraw(stream, env) ? new Redrawn(stream) : new Now(stream);
}

/** The one that has lines in the terminal. */
let shown: Redrawn | undefined;

/** Prints a line on standard error, on a line of its own, whatever is redrawn there. */
export function printAbove(line: string): void {
  if (shown !== undefined) shown.print(line);
  else process.stderr.write(`${process.stderr.isTTY ? "\n" : ""}${line}\n`); // Ctrl-C has just shown "^C"
}

/** The cursor rests at the start of the row below the lines: wherever the process ends, the terminal is as it should be. */
class Redrawn implements Live {
  private lines: readonly string[] = [];
  private drawn: readonly string[] = [];
  private drawnAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly redraw = () => this.draw();

  public constructor(private readonly stream: NodeJS.WriteStream) {}

  public show(lines: readonly string[]): void {
    if (shown !== this) {
      shown = this;
      this.stream.on("resize", this.redraw);
    }
    this.lines = lines.map(styledLine);
    const wait = this.drawnAt + REDRAW_MILLISECONDS - Date.now();
    if (wait <= 0) this.draw();
    else this.timer ??= setTimeout(this.redraw, wait).unref();
  }

  public print(line: string): void {
    this.draw([line]);
  }

  public end(lines: readonly string[] = []): void {
    this.lines = [];
    this.draw(lines);
    this.stream.off("resize", this.redraw);
    if (shown === this) shown = undefined;
  }

  private draw(above: readonly string[] = []): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { columns = 0, rows = 0 } = this.stream; // 0: a terminal that does not say
    const width = columns || 80;
    // A terminal that was made narrower has wrapped what was drawn.
    const up = this.drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / width)), 0);
    // One column less: a row that is full to the last one may or may not have wrapped.
    this.drawn = this.lines.slice(0, (rows || 24) - 1).map((line) => cut(line, width - 1));
    const printed = above.flatMap((text) => text.split("\n")).map(styledLine);
    const text = [...printed, ...this.drawn].map((line) => `${line}\n`).join("");
    this.stream.write(`\r${up > 0 ? `\u001b[${up}A` : ""}\u001b[J${text}`); // in one: nothing flickers
    this.drawnAt = Date.now();
  }
}

/** A line at a time, now and then. */
class Now implements Live {
  private last = Date.now();

  public constructor(private readonly stream: NodeJS.WriteStream) {}

  public show(lines: readonly string[]): void {
    if (lines.length === 0 || Date.now() - this.last < LINE_EVERY_MILLISECONDS) return;
    this.print(lines.map((line) => line.trim()).join("; "));
  }

  public print(line: string): void {
    this.last = Date.now();
    for (const it of line.split("\n")) this.stream.write(`${styledLine(it)}\n`);
  }

  public end(lines: readonly string[] = []): void {
    for (const line of lines) this.print(line);
  }
}

/** A duration as people read it: `8 s`, `1 min 05 s`, `1 h 02 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const two = (n: number) => `${n % 60}`.padStart(2, "0");
  if (seconds < 60) return `${seconds} s`;
  return minutes < 60
    ? `${minutes} min ${two(seconds)} s`
    : `${Math.floor(minutes / 60)} h ${two(minutes)} min`;
}
