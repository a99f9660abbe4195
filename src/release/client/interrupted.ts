import { createInterface } from "node:readline";
import { interruption } from "../../terminal/interruption";
import type { Command } from "../controller/command";
import { typed } from "../controller/typed";
import type { Ask } from "./ask";

/**
 * Returns a function that sends commands to the controller. After somebody has pressed Ctrl-C, the function sends no more commands. If a
 * command was already sent, the controller carries it out, so the process still waits for the answer. A second Ctrl-C ends the process and
 * prints the command that shows the result.
 *
 * @throws InterruptedError from the returned function, if a command was not sent because of Ctrl-C
 */
export function unlessInterrupted(ask: Ask, suffix: string): Ask {
  const { signal, leaves } = interruption();
  leaves("no command was sent: no traffic was moved");
  return (command) => {
    signal.throwIfAborted();
    if (!("dryRun" in command && command.dryRun)) leaves(wasSent(command.kind, suffix));
    return ask(command);
  };
}

/** Returns the message after Ctrl-C for a command that may have reached the controller. */
export const wasSent = (kind: Command["kind"], suffix: string): string =>
  `${kind} may have reached the controller; to see the result: ${typed(suffix, "status")}`;

/**
 * Asks after Ctrl-C whether the release continues or goes back. If the answer is neither `b` nor `back`, the release continues. A second
 * Ctrl-C ends the process at once, and the release continues.
 */
export async function leaveOrGoBack(): Promise<"leave" | "back"> {
  const { reason } = interruption().signal as { readonly reason?: Error };
  const isKey = reason?.message === "interrupted by SIGINT";
  if (!isKey || !process.stdin.isTTY) return "leave"; // nobody could answer
  process.stderr.write("leave the release running (Enter), or send all traffic back now (b)? ");
  const prompt = createInterface({ input: process.stdin, terminal: false });
  const close = () => prompt.close();
  process.stdin.on("error", close); // EIO: the terminal is closed
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
