import { cut, styledLine, widthOf } from "./styled";

const REDRAW_MILLISECONDS = 100;

/** Milliseconds between two progress lines in an output that cannot redraw lines. These lines show that the command is still running. */
const LINE_EVERY_MILLISECONDS = 10_000;

/** Progress lines. In a terminal they are redrawn in place. Elsewhere they are printed as one line, at most every 10 s. */
export interface Live {
  /** Replaces the lines. Each line is cut to the terminal's width. Lines that do not fit the terminal's height are left out. */
  show(lines: readonly string[]): void;
  /** Prints a line that stays, above the progress lines. */
  print(line: string): void;
  /** Removes the progress lines, and prints lines that stay. */
  end(lines?: readonly string[]): void;
}

/**
 * Returns whether lines can be redrawn in place. They cannot in a pipe, in a terminal without control sequences, or in the log of a CI job.
 */
export const canRedraw = (stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean =>
  stream.isTTY === true && env.TERM !== "dumb" && !env.CI;

/** Creates progress lines. @param stream the output. Other text for the same terminal has to be printed with `print` */
export function live(
  stream: NodeJS.WriteStream = process.stderr,
  env: NodeJS.ProcessEnv = process.env,
): Live {
  return canRedraw(stream, env) ? new Redrawn(stream) : new Now(stream);
}

/** The object whose lines the terminal shows now. */
let shown: Redrawn | undefined;

/** Prints a line to standard error, above the progress lines if there are any. */
export function printAbove(line: string): void {
  if (shown !== undefined) shown.print(line);
  else process.stderr.write(`${process.stderr.isTTY ? "\n" : ""}${line}\n`); // Ctrl-C has just shown "^C"
}

/** Lines that are redrawn in place. The cursor always stays at the start of the row below them, so the process can end at any time. */
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
    // If the terminal has become narrower, it has wrapped the drawn lines, so they take more rows.
    const up = this.drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / width)), 0);
    // The last column stays empty, because terminals differ in whether a completely full row wraps.
    this.drawn = this.lines.slice(0, (rows || 24) - 1).map((line) => cut(line, width - 1));
    const printed = above.flatMap((text) => text.split("\n")).map(styledLine);
    const text = [...printed, ...this.drawn].map((line) => `${line}\n`).join("");
    this.stream.write(`\r${up > 0 ? `\u001b[${up}A` : ""}\u001b[J${text}`); // one write, so that nothing flickers
    this.drawnAt = Date.now();
  }
}

/** Prints plain lines, for an output that cannot redraw. */
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

/** Formats a duration: `8 s`, `1 min 05 s`, `1 h 02 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const two = (n: number) => `${n % 60}`.padStart(2, "0");
  if (seconds < 60) return `${seconds} s`;
  return minutes < 60
    ? `${minutes} min ${two(seconds)} s`
    : `${Math.floor(minutes / 60)} h ${two(minutes)} min`;
}
