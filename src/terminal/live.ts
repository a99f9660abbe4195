import { cut, styledLine, widthOf } from "./styled";

const REDRAW_MILLISECONDS = 100;

/**
 * The milliseconds between two progress lines in an output that cannot redraw lines. These lines show that the command is still running.
 */
const LINE_EVERY_MILLISECONDS = 10_000;

/** Progress lines. In a terminal, they are redrawn in place. In other outputs, they are printed as one line, at most every 10 s. */
export interface Live {
  /**
   * Replaces the progress lines. Each line is cut to the terminal's width. If there are more lines than the terminal has rows, the last
   * lines are left out.
   */
  show(lines: readonly string[]): void;
  /** Prints a permanent line above the progress lines. */
  print(line: string): void;
  /** Removes the progress lines, and prints permanent lines. */
  end(lines?: readonly string[]): void;
}

/**
 * Returns whether lines can be redrawn in place. This is not possible in a pipe, in a terminal without control sequences, and in the log of
 * a CI job.
 */
export const canRedraw = (stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean =>
  stream.isTTY === true && env.TERM !== "dumb" && !env.CI;

/** Creates progress lines. @param stream the output. If other text is printed to the same terminal, it has to be printed with `print` */
export function live(
  stream: NodeJS.WriteStream = process.stderr,
  env: NodeJS.ProcessEnv = process.env,
): Live {
  return canRedraw(stream, env) ? new Redrawn(stream) : new Now(stream);
}

/** The progress lines that the terminal shows now. */
let shown: Redrawn | undefined;

/** Prints a line to standard error, above the progress lines if there are any. */
export function printAbove(line: string): void {
  if (shown !== undefined) shown.print(line);
  else process.stderr.write(`${process.stderr.isTTY ? "\n" : ""}${line}\n`); // the terminal has just shown "^C" after Ctrl-C
}

/**
 * Progress lines that are redrawn in place. The cursor is always at the start of the row below the lines, so the process can end at any
 * time.
 */
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
    const { columns = 0, rows = 0 } = this.stream; // 0: the terminal does not report its size
    const width = columns || 80;
    // If the terminal has become narrower, it has wrapped the lines that were drawn before, so they take more rows.
    const up = this.drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / width)), 0);
    // The last column is left empty: if a row is completely full, some terminals wrap it, and others do not.
    this.drawn = this.lines.slice(0, (rows || 24) - 1).map((line) => cut(line, width - 1));
    const printed = above.flatMap((text) => text.split("\n")).map(styledLine);
    const text = [...printed, ...this.drawn].map((line) => `${line}\n`).join("");
    this.stream.write(`\r${up > 0 ? `\u001b[${up}A` : ""}\u001b[J${text}`); // one write, so that the lines do not flicker
    this.drawnAt = Date.now();
  }
}

/** Prints progress as plain lines, for an output that cannot redraw lines. */
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

/** Formats a duration, for example as `8 s`, `1 min 05 s` or `1 h 02 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const two = (n: number) => `${n % 60}`.padStart(2, "0");
  if (seconds < 60) return `${seconds} s`;
  return minutes < 60
    ? `${minutes} min ${two(seconds)} s`
    : `${Math.floor(minutes / 60)} h ${two(minutes)} min`;
}
