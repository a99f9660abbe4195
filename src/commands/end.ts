import { CommanderError } from "commander";
import { networkAdvice, permissionAdvice, signInAdvice } from "../aws/advice";
import { EXIT_INTERRUPTED, InterruptedError, wasInterrupted } from "../terminal/interruption";
import { RefusedError } from "../terminal/refused";
import { styled } from "../terminal/styled";

/** Exit codes that every command means alike, but for `plan`, where 2 is changes, and what is refused has failed. */
export const EXIT_FAILED = 1;
/** Nothing was touched; bad usage is among it. */
export const EXIT_REFUSED = 2;
/** Looked, and found what a person has to look at; nothing was touched. */
export const EXIT_BLOCKED = 3;
/** Nothing of this suffix is deployed. */
export const EXIT_NOTHING = 4;
/** Everything else is done, and ECS does not run what was configured, or has not finished, or nobody can tell. */
export const EXIT_NOT_AS_CONFIGURED = 5;

/** What AWS's own words do not say: what to do next. In the middle of something it is a failure all the same. */
function adviceOn(error: Error): string | undefined {
  return error.name === "NoSuchBucket"
    ? `there is no bucket ${process.env.STATE_BUCKET}: is STATE_BUCKET right? "npm run bootstrap" makes it and prints its name`
    : (signInAdvice(error, process.env) ?? networkAdvice(error) ?? permissionAdvice(error));
}

/**
 * Ends a command that cannot go on: says why, unless commander has, and sets the exit code.
 *
 * @param refused exit code of a refusal
 */
export function end(error: Error, refused = EXIT_REFUSED): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : refused; // --help is no failure
    return;
  }
  // A timer and the SDK end with an AbortError of their own, which names the reason as its cause.
  if (error instanceof InterruptedError || error.cause instanceof InterruptedError) {
    process.exitCode = EXIT_INTERRUPTED; // it was said when it came
    return;
  }
  const advice = adviceOn(error);
  const isRefusal = error instanceof RefusedError;
  const said = isRefusal ? error.message : `${error.name}: ${error.message}${advice ? `\n${advice}` : ""}`;
  console.error(styled(said)); // AWS's words may hold what a container wrote
  process.exitCode = wasInterrupted() ? EXIT_INTERRUPTED : isRefusal ? refused : EXIT_FAILED;
}
