import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { plain, Screen } from "./screen";

export interface PtyOptions {
  /** Width of the terminal in columns. @default 100 */
  readonly columns?: number;
  /** Height of the terminal in rows. @default 30 */
  readonly rows?: number;
  /** Further environment variables, in addition to those of {@link ofATerminal}. @default - none */
  readonly env?: NodeJS.ProcessEnv;
  /** Working directory. @default - the working directory of this process */
  readonly cwd?: string;
}

export interface PtyEnd {
  /** Exit code. A negative code is the number of the signal that ended the program. */
  readonly code: number;
  /** The program's output with control sequences. */
  readonly output: string;
}

const WAIT = 60_000; // milliseconds

/** Environment variables as in a user's terminal. Variables that only the tests' CI job may have are removed. */
export const ofATerminal = ({ CI, NO_COLOR, FORCE_COLOR, TERM, ...env }: NodeJS.ProcessEnv) => ({
  ...env,
  TERM: "xterm-256color",
});

/** A program that runs in its own pseudo-terminal, as if a user had started it. */
export class Pty {
  private readonly driver: ChildProcessByStdio<Writable, Readable, null>;
  private readonly screen: Screen;
  private printed = "";
  private seen = 0;
  private code: number | undefined;
  private readonly listeners = new Set<() => void>();

  public constructor(command: string, args: readonly string[], options: PtyOptions = {}) {
    const { columns = 100, rows = 30, env, cwd = process.cwd() } = options;
    this.screen = new Screen(columns, rows);
    this.driver = spawn("python3", [join(__dirname, "pseudo_terminal.py")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.driver.stdin.on("error", () => {}); // the program has ended
    createInterface({ input: this.driver.stdout }).on("line", (line) => this.told(JSON.parse(line)));
    this.driver.once("close", () => this.told({ exit: this.code ?? 127 }));
    this.say({
      argv: [command, ...args],
      env: { ...ofATerminal(process.env), ...env },
      columns,
      rows,
      cwd,
    });
  }

  /** The output so far, with control sequences. */
  public get output(): string {
    return this.printed;
  }

  /** The lines that the terminal shows, including lines that have scrolled away. */
  public get lines(): readonly string[] {
    return this.screen.lines;
  }

  public get cursorIsShown(): boolean {
    return this.screen.cursor;
  }

  /**
   * Waits until the program prints a text. Output up to the match of the last call, and control sequences, are ignored.
   *
   * @returns the output between the last match and the end of this match
   */
  public async until(text: string | RegExp, timeout = WAIT): Promise<string> {
    let found: string | undefined;
    await this.wait(
      () => {
        const since = plain(this.printed).slice(this.seen);
        const match = typeof text === "string" ? text : text.exec(since)?.[0];
        const at = match === undefined ? -1 : since.indexOf(match);
        if (match === undefined || at === -1) return false;
        found = since.slice(0, at + match.length);
        return true;
      },
      timeout,
      `${text}`,
    );
    this.seen += found?.length ?? 0;
    return found ?? "";
  }

  /** Types keys, such as "y\r", or "\u0003" for Ctrl-C and "\u0004" for Ctrl-D. */
  public write(keys: string): void {
    this.say({ write: keys });
  }

  public resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows);
    this.say({ resize: [columns, rows] });
  }

  /** Sends a signal only to the program, as `kill` does. */
  public signal(name: NodeJS.Signals): void {
    this.say({ signal: name });
  }

  /** Closes the terminal's window. */
  public hangUp(): void {
    this.say({ hangup: true });
  }

  /** Waits for the program's end. After the timeout, the program is killed. */
  public async ended(timeout = WAIT): Promise<PtyEnd> {
    await this.wait(() => this.code !== undefined, timeout, "its end");
    this.driver.stdin.end();
    return { code: this.code as number, output: this.printed };
  }

  private async wait(isThere: () => boolean, timeout: number, what: string): Promise<void> {
    const until = Date.now() + timeout;
    while (!isThere()) {
      const left = until - Date.now();
      if (this.code !== undefined || left <= 0) {
        this.driver.stdin.end(); // kills what still runs
        const why = this.code === undefined ? `${timeout} ms went by` : `it ended with ${this.code}`;
        throw new Error(`waited for ${what}, but ${why}; the terminal shows:\n${this.lines.join("\n")}`);
      }
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          this.listeners.delete(done);
          resolve();
        };
        const timer = setTimeout(done, left);
        this.listeners.add(done);
      });
    }
  }

  private say(message: object): void {
    this.driver.stdin.write(`${JSON.stringify(message)}\n`);
  }

  private told({ output = "", exit }: { readonly output?: string; readonly exit?: number }): void {
    this.printed += output;
    this.screen.write(output);
    this.code ??= exit;
    for (const listener of [...this.listeners]) listener();
  }
}
