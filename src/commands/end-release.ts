import type { ControllerError } from "../release/client/ask";
import { EXIT } from "../release/client/exit";
import { interruption } from "../terminal/interruption";
import { styled } from "../terminal/styled";
import { end } from "./end";

/** Ends a release command after an error. It prints the error and what continues in AWS, and sets the exit code. */
export function endRelease(error: Error): void {
  if (error.name === "ControllerError") {
    const { message, mayBeDone } = error as ControllerError;
    console.error(styled(message));
    process.exitCode = mayBeDone ? EXIT.failed : EXIT.refused;
    return;
  }
  end(error, EXIT.refused);
  const left = error.name === "InterruptedError" ? interruption().left() : "";
  if (left !== "") console.error(left);
}
