import { printAbove } from "./live";

/** Exit code of a command that was interrupted: 128 and the number of SIGINT, as shells have it. */
export const EXIT_INTERRUPTED = 130;

/** Ctrl-C, SIGTERM or SIGHUP came; what had been begun was ended in order. */
export class InterruptedError extends Error {
  public override readonly name: string = "InterruptedError";
}

/** Ctrl-C, SIGTERM or SIGHUP of this process, remembered from the first moment on. */
export interface Interruption {
  /** Aborted, with an {@link InterruptedError} as its reason, by the first of them; for good. */
  readonly signal: AbortSignal;
  /** What a second Ctrl-C leaves behind, in one sentence; changes as the command goes on. Empty: nothing. */
  leaves(sentence: string): void;
  /** The sentence that was said last. */
  left(): string;
}

/**
 * npm passes on the SIGINT that the terminal has sent to us as well (its signal-manager.js): one Ctrl-C is two SIGINT,
 * milliseconds apart.
 */
const ONE_KEY_MILLISECONDS = 500;

let only: Interruption | undefined;

/**
 * Listens, from its first call on: a command calls it before it begins anything. What is begun later looks at the signal,
 * so that an interruption in between is not lost.
 *
 * The first SIGINT, SIGTERM, SIGHUP or SIGQUIT (Ctrl-\\) aborts the signal, and the command ends in order. A second Ctrl-C ends the process at
 * once. A second SIGTERM does not: GitHub sends one soon after SIGINT.
 *
 * @returns the same in the whole process
 */
export function interruption(): Interruption {
  only ??= listen();
  return only;
}

/** Whether this process was interrupted: then that is how it ended, whatever came of it. */
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
    // The immediate: where the process was busy meanwhile, signals that came long ago are handled between the two.
    setTimeout(() => setImmediate(arm), ONE_KEY_MILLISECONDS).unref();
    printAbove("interrupted: ending in order; again to end at once");
    process.exitCode = EXIT_INTERRUPTED; // of a command that ends by itself; "deploy && migrate" does not go on
    controller.abort(new InterruptedError(`interrupted by ${name}`));
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) process.on(name, onSignal);
  // Suspended, we would write no sign of life, and Terraform would go on all the same.
  process.on("SIGTSTP", () => printAbove("this cannot be suspended; Ctrl-C ends it in order"));
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
 * Whoever reads what we print may be gone, such as the terminal after SIGHUP, or the disk of a log may be full: that must not
 * end in the middle what goes on.
 */
function goOn(): void {}
