import { createInterface } from "node:readline";
import { interruption } from "../../terminal/interruption";

/**
 * Asks, after Ctrl-C, what becomes of the release that was followed: Enter leaves it running, as does whatever is no clear answer.
 * A second Ctrl-C ends the process at once; the release goes on.
 */
export async function leaveOrGoBack(): Promise<"leave" | "back"> {
  const { reason } = interruption().signal as { readonly reason?: Error };
  const isKey = reason?.message === "interrupted by SIGINT";
  if (!isKey || !process.stdin.isTTY) return "leave"; // nobody could answer
  process.stderr.write("leave the release running (Enter), or send all traffic back now (b)? ");
  const prompt = createInterface({ input: process.stdin, terminal: false });
  const close = () => prompt.close();
  process.stdin.on("error", close); // EIO, where the terminal is gone
  try {
    const answer = await new Promise<string>((resolve) => {
      prompt.once("line", resolve);
      prompt.once("close", () => resolve(""));
    });
    return /^b(ack)?$/i.test(answer.trim()) ? "back" : "leave";
  } finally {
    close();
    process.stdin.off("error", close);
  }
}
