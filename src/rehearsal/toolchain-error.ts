/** A tool that a rehearsal needs is missing and cannot be installed; the message says what to install. */
export class ToolchainError extends Error {
  public override readonly name = "ToolchainError";
}

/** The last two things a failed program said, on one line: without Terraform's frames and pip's retries. */
export function lastWords(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  const lines = (stderr || message).split("\n").map((line) => line.replace(/^[│╷╵\s]+/, "").trim());
  return lines
    .filter((line) => line !== "" && !line.startsWith("WARNING"))
    .slice(-2)
    .join(" ");
}
