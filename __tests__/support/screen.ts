/** Matches a complete control sequence: `ESC [ parameters final`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
const SEQUENCE = /\u001b\[([?\d;]*)([A-Za-z])/y;

/** Removes control sequences from output. */
export const plain = (output: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
  output.replace(/\u001b\[[?\d;]*[A-Za-z]/g, "").replaceAll("\r", "");

/**
 * Emulates a terminal's screen for the few control sequences that this project's programs, readline and npm use. Lines that are wider than
 * the terminal wrap, and wrap again after a resize, as in most terminals. Lines that have scrolled away are kept.
 */
export class Screen {
  /** The printed lines before wrapping, as lists of characters. */
  private printed: string[][] = [[]];
  private line = 0;
  private offset = 0;
  /** Whether the last column of a row was just filled. The cursor then stays in that column until the next character. */
  private wraps = false;
  private rest = "";
  /** Whether the cursor is visible. */
  public cursor = true;

  public constructor(
    private columns: number,
    private rows: number,
  ) {}

  public resize(columns: number, rows: number): void {
    [this.columns, this.rows, this.wraps] = [columns, rows, false];
  }

  public write(output: string): void {
    const text = this.rest + output;
    this.rest = "";
    for (let at = 0; at < text.length; ) {
      if (text[at] !== "\u001b") {
        const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
        at += character.length;
        this.put(character);
        continue;
      }
      SEQUENCE.lastIndex = at;
      const sequence = SEQUENCE.exec(text);
      if (sequence === null) {
        this.rest = text.slice(at);
        return;
      }
      at += sequence[0].length;
      this.control(sequence[1] ?? "", sequence[2] ?? "");
    }
  }

  /** The rows from the top, without empty rows at the end. */
  public get lines(): string[] {
    const shown = this.printed.flatMap((line) =>
      Array.from({ length: this.height(line) }, (_, row) =>
        line
          .slice(row * this.columns, (row + 1) * this.columns)
          .join("")
          .trimEnd(),
      ),
    );
    return shown.slice(0, shown.findLastIndex((line) => line !== "") + 1);
  }

  private put(character: string): void {
    if (character === "\r") this.move(this.row, 0);
    if (character === "\n") this.move(this.row + 1, this.column);
    if (character < " ") return;
    const line = this.printed[this.line] ?? [];
    while (line.length < this.offset) line.push(" ");
    line[this.offset] = character;
    this.offset += 1;
    this.wraps = this.offset % this.columns === 0;
  }

  private control(parameters: string, final: string): void {
    const n = Number.parseInt(parameters, 10) || 0;
    const line = this.printed[this.line] ?? [];
    const end = (Math.floor(this.offset / this.columns) + 1) * this.columns;
    if (final === "A") this.move(Math.max(this.top, this.row - (n || 1)), this.column);
    else if (final === "B") this.move(Math.min(this.bottom, this.row + (n || 1)), this.column);
    else if (final === "G") this.move(this.row, (n || 1) - 1);
    else if (final === "K") {
      const from = n === 2 ? end - this.columns : this.offset;
      for (let at = from; at < Math.min(end, line.length); at++) line[at] = " ";
    } else if (final === "J" && n === 0) {
      line.length = Math.min(line.length, this.offset);
      this.printed.length = this.line + 1;
    } else if (parameters === "?25") this.cursor = final === "h";
    else if (final !== "m")
      throw new Error(`the screen of the tests does not know ESC[${parameters}${final}`);
  }

  private height(line: readonly string[]): number {
    return Math.max(1, Math.ceil(line.length / this.columns));
  }

  private get bottom(): number {
    return this.printed.reduce((sum, line) => sum + this.height(line), -1);
  }

  private get top(): number {
    return Math.max(0, this.bottom - this.rows + 1);
  }

  private get row(): number {
    const above = this.printed.slice(0, this.line).reduce((sum, line) => sum + this.height(line), 0);
    return above + Math.floor((this.offset - (this.wraps ? 1 : 0)) / this.columns);
  }

  private get column(): number {
    return this.wraps ? this.columns - 1 : this.offset % this.columns;
  }

  private move(row: number, column: number): void {
    this.wraps = false;
    let above = 0;
    for (const [index, line] of this.printed.entries()) {
      if (row < above + this.height(line)) {
        this.line = index;
        this.offset = (row - above) * this.columns + column;
        return;
      }
      above += this.height(line);
    }
    this.line = this.printed.push([]) - 1;
    this.offset = column;
  }
}
