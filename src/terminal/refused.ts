/** Refused before anything was touched; the message says why, and what to do. */
export class RefusedError extends Error {
  public override readonly name: string = "RefusedError";
}
