/**
 * The error if a tool that a rehearsal needs is missing and cannot be installed. The message contains the tool's name, and says how to
 * install the tool.
 */
export class ToolchainError extends Error {
  public override readonly name = "ToolchainError";
}

/** Returns the last two lines that a failed program printed, as one line. Terraform's frame characters and pip's warnings are removed. */
export function lastWords(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  const lines = (stderr || message).split("\n").map((line) => line.replace(/^[│╷╵\s]+/, "").trim());
  return lines
    .filter((line) => line !== "" && !line.startsWith("WARNING"))
    .slice(-2)
    .join(" ");
}
