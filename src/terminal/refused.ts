/** The error of a command that refused to do something, before it changed anything. The message contains the reason and the next step. */
export class RefusedError extends Error {
  public override readonly name: string = "RefusedError";
}

/**
 * Returns the error that a command throws after it has begun to change something. A refusal becomes an ordinary error, because the exit code
 * of a refusal says that nothing was changed.
 */
export const afterChange = (error: Error): Error =>
  error instanceof RefusedError ? new Error(error.message, { cause: error }) : error;
