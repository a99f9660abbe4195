import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";

const PROJECT = resolve(__dirname, "../..");
const PATIENCE = 240_000; // milliseconds

/** How a process ended, with all that it printed. */
export interface Ended {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly output: string;
}

/** One of the project's commands as a process of its own. */
export class CommandProcess {
  public output = "";
  public readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;
  private onOutput: () => void = () => {};

  /**
   * @param command file name in src/commands, without its ending
   * @param byNpm whether by `npm run`, in a process group of its own, as a terminal starts it
   */
  public constructor(
    command: string,
    args: readonly string[],
    cwd: string,
    env: NodeJS.ProcessEnv,
    private readonly byNpm = false,
  ) {
    const file = resolve(PROJECT, "src/commands", `${command}.ts`);
    const words = ["--require", resolve(PROJECT, "src/register.js"), file, ...args];
    const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
    this.child = byNpm
      ? spawn("npm", ["run", "--silent", command, "--", ...args], { cwd, env, stdio, detached: true })
      : spawn(process.execPath, words, { cwd, env, stdio });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
        this.onOutput();
      });
    }
    this.ended = new Promise((keep, fail) => {
      this.child.once("error", fail);
      this.child.once("close", (code) => keep({ code, output: this.output }));
    });
  }

  /** Waits until it has printed a text. @throws when it ends, or takes too long, without */
  public async said(text: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const heard = new Promise<void>((keep, fail) => {
      const silent = (why: string) => () => fail(new Error(`"${text}" was not said ${why}:\n${this.output}`));
      timer = setTimeout(silent("in time"), PATIENCE);
      this.onOutput = () => {
        if (this.output.includes(text)) keep();
      };
      this.onOutput();
      this.ended.then(silent("before the end"));
    });
    await heard.finally(() => clearTimeout(timer));
  }

  public kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it, with what npm started for it. */
  public async end(): Promise<void> {
    try {
      if (this.byNpm && this.child.pid !== undefined) process.kill(-this.child.pid, "SIGKILL");
    } catch {
      // all of them are gone
    }
    this.kill("SIGKILL");
    await this.ended;
  }
}
