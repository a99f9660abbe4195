import { CommanderError } from "commander";
import { networkAdvice, permissionAdvice, signInAdvice } from "../aws/advice";
import { EXIT_INTERRUPTED, InterruptedError, wasInterrupted } from "../terminal/interruption";
import { RefusedError } from "../terminal/refused";
import { styled } from "../terminal/styled";

/** Exit codes of all commands. `plan` differs: there 2 means changes, and a refusal is a failure. */
export const EXIT_FAILED = 1;
/** Refused before anything was touched, also for bad usage. */
export const EXIT_REFUSED = 2;
/** The command found something that a person has to look at; nothing was touched. */
export const EXIT_BLOCKED = 3;
/** Nothing of this suffix is deployed. */
export const EXIT_NOTHING = 4;
/** Everything else is done, but ECS does not run the configured task definition, has not finished, or cannot be read. */
export const EXIT_NOT_AS_CONFIGURED = 5;

/** Advice that AWS's message does not give. An error in the middle of a change is a failure all the same. */
function adviceOn(error: Error): string | undefined {
  return error.name === "NoSuchBucket"
    ? `there is no bucket ${process.env.STATE_BUCKET}: is STATE_BUCKET right? "npm run bootstrap" makes it and prints its name`
    : (signInAdvice(error, process.env) ?? networkAdvice(error) ?? permissionAdvice(error));
}

/**
 * Ends a command that cannot go on: prints why, unless commander has, and sets the exit code.
 *
 * @param refused the exit code of a refusal
 */
export function end(error: Error, refused = EXIT_REFUSED): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : refused; // --help is no failure
    return;
  }
  // A timer and the SDK end with an AbortError of their own, whose cause is the signal's reason.
  if (error instanceof InterruptedError || error.cause instanceof InterruptedError) {
    process.exitCode = EXIT_INTERRUPTED; // the interruption was reported when it came
    return;
  }
  const advice = adviceOn(error);
  const isRefusal = error instanceof RefusedError;
  const said = isRefusal ? error.message : `${error.name}: ${error.message}${advice ? `\n${advice}` : ""}`;
  console.error(styled(said)); // AWS's message may contain text of a container
  process.exitCode = wasInterrupted() ? EXIT_INTERRUPTED : isRefusal ? refused : EXIT_FAILED;
}
