import { CommanderError } from "commander";
import { networkAdvice, permissionAdvice, signInAdvice } from "../aws/advice";
import { EXIT_INTERRUPTED, InterruptedError, wasInterrupted } from "../terminal/interruption";
import { RefusedError } from "../terminal/refused";
import { styled } from "../terminal/styled";

/**
 * The exit code if the command failed. The exit codes in this file apply to all commands. Some exit codes have other meanings in `npm run
 * plan`, `npm run release` and `npm run sweep`. The file exit-codes.ts lists all meanings.
 */
export const EXIT_FAILED = 1;
/** The exit code if the command refused before it changed anything, for example because of a usage error. */
export const EXIT_REFUSED = 2;
/** The exit code if the command found something that a person has to look at, and changed nothing. */
export const EXIT_BLOCKED = 3;
/** The exit code if the command did not find the environment, or the part of it that the command shows. */
export const EXIT_NOTHING = 4;
/**
 * The exit code if Terraform has applied the plan, but the ECS services do not run the configured task definition, are still deploying, or
 * cannot be read.
 */
export const EXIT_NOT_AS_CONFIGURED = 5;

/** Returns this project's advice about an error. @returns `undefined` if there is no advice for this error */
function adviceOn(error: Error): string | undefined {
  return error.name === "NoSuchBucket"
    ? `there is no bucket ${process.env.STATE_BUCKET}: check STATE_BUCKET; "npm run bootstrap" creates the state bucket and prints its name`
    : (signInAdvice(error, process.env) ?? networkAdvice(error) ?? permissionAdvice(error));
}

/**
 * Ends a command after an error. It sets the exit code. It also prints the error, unless commander has already printed it.
 *
 * @param refused the exit code of a refusal
 */
export function end(error: Error, refused = EXIT_REFUSED): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : refused; // --help ends with an error of commander, but is no failure
    return;
  }
  // If a signal is aborted, timers and the SDK throw an AbortError. Its cause is the signal's reason.
  if (error instanceof InterruptedError || error.cause instanceof InterruptedError) {
    process.exitCode = EXIT_INTERRUPTED; // the signal's handler has already printed the interruption
    return;
  }
  const advice = adviceOn(error);
  const isRefusal = error instanceof RefusedError;
  const said = isRefusal ? error.message : `${error.name}: ${error.message}${advice ? `\n${advice}` : ""}`;
  console.error(styled(said)); // remove control sequences, because AWS's message may contain text of a container
  process.exitCode = wasInterrupted() ? EXIT_INTERRUPTED : isRefusal ? refused : EXIT_FAILED;
}
