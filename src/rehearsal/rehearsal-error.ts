/** Everything ran, but something is not as it has to be. */
export class RehearsalError extends Error {
  public override readonly name = "RehearsalError";
}
