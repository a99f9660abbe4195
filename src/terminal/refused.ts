/** The error of a command that refused to do something, before it changed anything. The message contains the reason and the next step. */
export class RefusedError extends Error {
  public override readonly name: string = "RefusedError";
}
