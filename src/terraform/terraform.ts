import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { styledLine } from "../terminal/styled";
import { type Diagnostic, diagnosticText, parseEvent, type TerraformEvent } from "./events";
import { programOf } from "./version";

/** Terraform failed. The message contains Terraform's diagnostics. */
export class TerraformError extends Error {
  public override readonly name = "TerraformError";
  public constructor(
    command: string,
    public readonly diagnostics: readonly Diagnostic[],
    /** The signal by which another process ended Terraform. Null if Terraform exited by itself. */
    public readonly signal: NodeJS.Signals | null = null,
  ) {
    const how = signal === null ? "failed" : `was ended by ${signal}, which this command did not send`;
    super([`terraform ${command} ${how}`, ...diagnostics.map(diagnosticText)].join("\n"));
  }
}

/** How a Terraform process ended. */
export interface TerraformEnd {
  /** The exit code. Null if a signal ended Terraform. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: readonly Diagnostic[];
}

const running = new Set<ChildProcess>();

// Terraform runs in its own process group, so a Ctrl-C in the terminal does not reach it. When this process exits, for example after a
// second Ctrl-C, it kills Terraform.
process.on("exit", () => {
  for (const child of running) kill(child);
});

/** Interrupts an apply or init. Terraform then needs some seconds to save the state and to release its lock. */
const interrupt = (child: ChildProcess) => child.kill("SIGINT");

/**
 * Kills a Terraform command that changes nothing, such as a plan. A plan does not get SIGINT, because Terraform would then write the plan's
 * state to S3, although the plan does not hold the lock. That would overwrite a state that somebody else has saved meanwhile, or create an
 * empty state.
 */
function kill({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL"); // the process group contains Terraform and its providers
  } catch {
    // The process has ended already.
  }
}

/** Runs Terraform in one folder. */
export class Terraform {
  /**
   * The end of the newest apply. Undefined as long as no apply has ended. It is needed after an interruption, because {@link events} then
   * throws the abort reason, which says nothing about Terraform.
   */
  public applyEnd: TerraformEnd | undefined;

  /**
   * @param folder the folder of the configuration
   * @param env Terraform's environment variables: see `terraformEnvironment`
   * @param signal a signal that interrupts a running command
   * @param onText a callback; it gets each line that Terraform writes to standard error
   */
  public constructor(
    public readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly signal: AbortSignal,
    private readonly onText: (line: string) => void = (line) => console.error(styledLine(line)),
  ) {}

  /**
   * Runs a Terraform command with the option `-json`, so that Terraform reports events.
   *
   * @param interruption the signal that interrupts this command, in place of the constructor's signal. If both signals have to interrupt
   *   the command, combine them with `AbortSignal.any`. @default - the constructor's signal
   * @throws TerraformError if the command fails. The error contains Terraform's diagnostics
   * @throws the abort reason of the constructor's signal or of `interruption`, if one of them was aborted before the command ended. If
   *   `interruption` was aborted before the start, the command does not start
   */
  public async events(
    command: "apply" | "init" | "plan",
    args: readonly string[],
    onEvent: (event: TerraformEvent) => void = () => {},
    interruption: AbortSignal = this.signal,
  ): Promise<void> {
    const diagnostics: Diagnostic[] = [];
    const child = this.start(
      [command, "-json", "-input=false", ...args],
      interruption,
      command === "plan" ? kill : interrupt,
    );
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.on("line", (line) => {
      const event = parseEvent(line);
      if (event === undefined) return;
      if (event.type === "diagnostic") diagnostics.push(event.diagnostic);
      onEvent(event);
    });
    const { code, signal } = await ended(child);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (command === "apply") this.applyEnd = { code, signal, errors };
    if (interruption.aborted && command === "apply") {
      // After an interruption, this function throws the abort reason of the signal, which does not contain Terraform's errors. So it prints
      // the errors here. For example, Terraform may report that it could not release the lock.
      for (const line of errors.flatMap((it) => diagnosticText(it).split("\n"))) this.onText(line);
    }
    this.signal.throwIfAborted();
    interruption.throwIfAborted();
    if (code !== 0) throw new TerraformError(command, errors, signal);
  }

  /** Returns the content of a plan file as JSON. The JSON contains secrets as plain text. */
  public async show(planFile: string): Promise<string> {
    const child = this.start(["show", "-json", planFile], this.signal, kill);
    const [shown, { code, signal }] = await Promise.all([
      text(child.stdout as NodeJS.ReadableStream),
      ended(child),
    ]);
    this.signal.throwIfAborted();
    if (code !== 0) throw new TerraformError("show", [], signal);
    return shown;
  }

  /**
   * Starts Terraform in its own process group. A Ctrl-C in the terminal reaches this Node.js process, but it does not reach Terraform.
   * This process sends SIGINT to Terraform at most one time, because Terraform ends without saving its state after a second SIGINT.
   */
  private start(
    args: readonly string[],
    signal: AbortSignal,
    stop: (child: ChildProcess) => void,
  ): ChildProcess {
    signal.throwIfAborted();
    const child = spawn(programOf(this.env), [`-chdir=${this.folder}`, ...args], {
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    running.add(child);
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", this.onText);
    const onAbort = () => stop(child);
    signal.addEventListener("abort", onAbort, { once: true });
    const forget = () => {
      running.delete(child);
      signal.removeEventListener("abort", onAbort);
    };
    child.once("error", forget);
    child.once("close", forget);
    return child;
  }
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}
