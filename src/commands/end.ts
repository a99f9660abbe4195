import { CommanderError } from "commander";
import { RefusedError } from "../terminal/refused";

/** Exit codes that every command means alike. */
export const EXIT_FAILED = 1;
/** Nothing was touched; bad usage is among it. */
export const EXIT_REFUSED = 2;

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
  const isRefusal = error instanceof RefusedError;
  console.error(isRefusal ? error.message : `${error.name}: ${error.message}`);
  process.exitCode = isRefusal ? refused : EXIT_FAILED;
}
