import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { styledLine } from "../terminal/styled";
import { type Diagnostic, diagnosticText, parseEvent, type TerraformEvent } from "./events";
import { programOf } from "./version";

/** Terraform failed; the message is Terraform's own. */
export class TerraformError extends Error {
  public override readonly name = "TerraformError";
  public constructor(
    command: string,
    public readonly diagnostics: readonly Diagnostic[],
    /** The signal, not sent by this process, that ended Terraform. */
    public readonly signal: NodeJS.Signals | null = null,
  ) {
    const how = signal === null ? "failed" : `was ended by ${signal}, which this command did not send`;
    super([`terraform ${command} ${how}`, ...diagnostics.map(diagnosticText)].join("\n"));
  }
}

const running = new Set<ChildProcess>();

// Terraform runs in a process group of its own. A second Ctrl-C ends this process at once, and kills Terraform too.
process.on("exit", () => {
  for (const child of running) kill(child);
});

/** Lets Terraform end in order: it needs some seconds to save its state and to free its lock. */
const interrupt = (child: ChildProcess) => child.kill("SIGINT");

/**
 * Kills a run that changes nothing, such as a plan. It is not interrupted in order, because an interrupted plan saves its state without the
 * lock: over the state that somebody else has saved meanwhile, and empty where there was none yet.
 */
function kill({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL"); // and its providers
  } catch {
    // The process has ended already.
  }
}

/** Terraform in one folder. */
export class Terraform {
  /**
   * @param env Terraform's environment variables: see `terraformEnvironment`
   * @param signal interrupts a running command, once and in order: Terraform then saves its state and frees its lock
   * @param onText called with each line of Terraform's standard error
   */
  public constructor(
    public readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly signal: AbortSignal,
    private readonly onText: (line: string) => void = (line) => console.error(styledLine(line)),
  ) {}

  /**
   * Runs a command that reports events (`-json`).
   *
   * @throws TerraformError with Terraform's diagnostics, and the signal's reason after an interruption
   */
  public async events(
    command: "apply" | "init" | "plan",
    args: readonly string[],
    onEvent: (event: TerraformEvent) => void = () => {},
    also: AbortSignal = this.signal,
  ): Promise<void> {
    const diagnostics: Diagnostic[] = [];
    const child = this.start(
      [command, "-json", "-input=false", ...args],
      also,
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
    if (also.aborted && command === "apply") {
      // An interruption hides no further failure, such as a lock that could not be freed.
      for (const line of errors.flatMap((it) => diagnosticText(it).split("\n"))) this.onText(line);
    }
    this.signal.throwIfAborted();
    also.throwIfAborted();
    if (code !== 0) throw new TerraformError(command, errors, signal);
  }

  /** The content of a plan file as JSON, with secrets in the clear. */
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

  /** In a process group of its own, so that Ctrl-C reaches only this process: a second Ctrl-C to Terraform would lose its state. */
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
