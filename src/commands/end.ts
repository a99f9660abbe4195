import { CommanderError } from "commander";
import { SIGN_IN, SIGN_IN_AGAIN } from "../aws/signed-in";
import { EXIT_INTERRUPTED, InterruptedError, wasInterrupted } from "../terminal/interruption";
import { RefusedError } from "../terminal/refused";
import { styled } from "../terminal/styled";

/** Exit codes that every command means alike, but for `plan`, where 2 is changes, and what is refused has failed. */
export const EXIT_FAILED = 1;
/** Nothing was touched; bad usage is among it. */
export const EXIT_REFUSED = 2;
/** Everything else is done, and ECS does not run what was configured, or has not finished, or nobody can tell. */
export const EXIT_NOT_AS_CONFIGURED = 5;

/** What AWS's own words do not say: what to do next. In the middle of something it is a failure all the same. */
const ADVICE: Readonly<Record<string, () => string>> = {
  CredentialsProviderError: () => SIGN_IN,
  ExpiredToken: () => SIGN_IN_AGAIN,
  ExpiredTokenException: () => SIGN_IN_AGAIN,
  NoSuchBucket: () =>
    `there is no bucket ${process.env.STATE_BUCKET}: is STATE_BUCKET right? "npm run bootstrap" makes it and prints its name`,
};

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
  const advice = ADVICE[error.name]?.();
  const isRefusal = error instanceof RefusedError;
  const said = isRefusal ? error.message : `${error.name}: ${error.message}${advice ? `\n${advice}` : ""}`;
  console.error(styled(said)); // AWS's words may hold what a container wrote
  process.exitCode = wasInterrupted() ? EXIT_INTERRUPTED : isRefusal ? refused : EXIT_FAILED;
}
