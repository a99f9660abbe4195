/** Something a rehearsal needs is missing and cannot be had; the message says what to install. */
export class ToolchainError extends Error {
  public override readonly name = "ToolchainError";
}
