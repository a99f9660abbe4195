import { printAbove } from "./live";

/** The exit code of an interrupted command: 128 plus the number of SIGINT, as in shells. */
export const EXIT_INTERRUPTED = 130;

/** The error of a command that was interrupted by Ctrl-C or a signal, and has stopped in an orderly way. */
export class InterruptedError extends Error {
  public override readonly name: string = "InterruptedError";
}

/** The interruption of this process by Ctrl-C, SIGTERM, SIGHUP or SIGQUIT. */
export interface Interruption {
  /** This signal is aborted at the first interruption. Its abort reason is an {@link InterruptedError}. */
  readonly signal: AbortSignal;
  /**
   * Sets the sentence that is printed at a second Ctrl-C. The sentence says which work is unfinished. If the sentence is empty, nothing is
   * printed.
   */
  leaves(sentence: string): void;
  /** Returns the sentence that was given to the most recent call of {@link leaves}, or an empty text if there was no call. */
  left(): string;
}

/**
 * Signals within this time after the first signal count as the same key press. On Ctrl-C, the terminal sends SIGINT to npm and to this
 * process, and npm also sends its SIGINT to this process (signal-manager.js). So two SIGINT arrive within milliseconds.
 */
const ONE_KEY_MILLISECONDS = 500;

let only: Interruption | undefined;

/**
 * Returns the {@link Interruption} of this process. The first call of this function begins to listen for signals, so a command calls this
 * function before any work. Before each piece of work, the command checks `signal`, so that an earlier interruption is not lost.
 *
 * The first SIGINT, SIGTERM, SIGHUP or SIGQUIT (Ctrl-\\) aborts `signal`, and the command stops in an orderly way. After that, a Ctrl-C ends
 * the process immediately. A later SIGTERM, SIGHUP or SIGQUIT has no effect. For example, GitHub sends SIGINT, and soon after it sends
 * SIGTERM. The command still stops in an orderly way.
 *
 * @returns the same object in the whole process
 */
export function interruption(): Interruption {
  only ??= listen();
  return only;
}

/** Returns whether this process was interrupted. If a command was interrupted, its exit code says so, whatever the command's result is. */
export const wasInterrupted = (): boolean => only?.signal.aborted === true;

function listen(): Interruption {
  const controller = new AbortController();
  let left = "";
  let endsAtOnce = false;
  const arm = () => {
    endsAtOnce = true;
  };
  const onSignal = (name: NodeJS.Signals) => {
    if (endsAtOnce && name === "SIGINT") {
      if (left !== "") printAbove(left);
      process.exit(EXIT_INTERRUPTED);
    }
    if (controller.signal.aborted) return;
    // If this process was busy for longer than the timeout, Node.js handles the signals of that time after the timer, but before the
    // callback of setImmediate. `arm` runs in this callback, so that these signals still count as the first key press.
    setTimeout(() => setImmediate(arm), ONE_KEY_MILLISECONDS).unref();
    printAbove("interrupted: stopping in an orderly way; Ctrl-C again stops at once");
    process.exitCode = EXIT_INTERRUPTED; // so that "deploy && migrate" does not continue, even if the command ends normally
    controller.abort(new InterruptedError(`interrupted by ${name}`));
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) process.on(name, onSignal);
  // Ctrl-Z does not suspend this process, because a suspended process would not renew the environment's lock. Meanwhile Terraform would
  // continue, in its own process group.
  process.on("SIGTSTP", () =>
    printAbove("this command cannot be suspended; Ctrl-C stops it in an orderly way"),
  );
  for (const stream of [process.stdout, process.stderr]) stream.on("error", goOn);
  return {
    signal: controller.signal,
    leaves(sentence) {
      left = sentence;
    },
    left: () => left,
  };
}

/**
 * Ignores errors of the output streams. For example, the terminal may no longer exist after SIGHUP, or a disk may be full. Running work
 * must not stop because its output cannot be written.
 */
function goOn(): void {}
