import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { interruption } from "./interruption";
import { RefusedError } from "./refused";

/**
 * Asks the user for a confirmation. If the user presses only Enter or Ctrl-D, the answer is no.
 *
 * @param yes true if an option such as --yes has already confirmed the action. Then nothing is asked
 * @param what the action that the user has to confirm, such as "deploy this to dev"
 * @throws RefusedError unless the answer is yes
 * @throws InterruptedError after Ctrl-C
 */
export async function confirm({ yes }: { readonly yes: boolean }, what: string): Promise<void> {
  interruption().signal.throwIfAborted();
  if (yes) return;
  requireTerminal(what, "--yes");
  const answer = (await ask(`${what}? [y/N] `)) ?? "";
  if (!/^y(es)?$/i.test(answer)) throw new RefusedError(`answered no: did not ${what}`);
}

/**
 * Checks that there is a terminal in which the user can answer.
 *
 * @param what the action that needs a confirmation
 * @param flag the option that confirms the action without a question
 * @throws RefusedError if standard input is not a terminal
 */
export function requireTerminal(what: string, flag: string): void {
  if (process.stdin.isTTY) return;
  throw new RefusedError(`did not ${what}: there is no terminal for the confirmation; confirm with ${flag}`);
}

/**
 * Asks the user to confirm by typing a word, such as the suffix of the environment to destroy.
 *
 * @throws RefusedError if the user types something else, or if there is no terminal
 * @throws InterruptedError after Ctrl-C
 */
export async function confirmByTyping(word: string, what: string): Promise<void> {
  interruption().signal.throwIfAborted();
  if (!process.stdin.isTTY)
    throw new RefusedError(
      `did not ${what}: there is no terminal in which to type "${word}"; run this command in a terminal`,
    );
  const answer = (await ask(`${what}? Type "${word}" to go on: `)) ?? "";
  if (answer === word) return;
  throw new RefusedError(
    `${answer === "" ? "answered no" : `got "${answer}", not "${word}"`}: did not ${what}`,
  );
}

/** Before a question is printed, input is read and discarded for this number of milliseconds. */
const TYPED_AHEAD_MILLISECONDS = 50;

/**
 * Discards input that was typed before the question, because such input cannot be an answer. The terminal has to be in raw mode: otherwise
 * it would keep a half-typed line, and put it before the answer.
 */
async function forgetTypedAhead(): Promise<void> {
  const { stdin } = process;
  let interrupted = false;
  const forget = (keys: Buffer) => {
    interrupted ||= keys.includes(CTRL_C);
  };
  const gone = () => {}; // if the terminal no longer exists, the question below reports it
  stdin.setRawMode(true);
  stdin.on("data", forget).on("error", gone);
  await sleep(TYPED_AHEAD_MILLISECONDS);
  stdin.off("data", forget).off("error", gone);
  stdin.pause();
  stdin.setRawMode(false);
  if (interrupted) process.kill(process.pid, "SIGINT"); // in raw mode, Ctrl-C does not send a signal
}

const CTRL_C = 3;

/**
 * Asks a question and reads one line. The terminal is not in raw mode while the line is read. So Ctrl-C sends a signal as usual, and the
 * terminal can still be used if this process is killed.
 *
 * @returns the line, or `undefined` after Ctrl-D
 * @throws InterruptedError after Ctrl-C
 */
export async function ask(question: string): Promise<string | undefined> {
  const { signal } = interruption();
  await forgetTypedAhead();
  signal.throwIfAborted();
  const prompt = createInterface({ input: process.stdin, terminal: false });
  const close = () => prompt.close();
  signal.addEventListener("abort", close);
  process.stdin.on("error", close); // EIO: the terminal no longer exists
  try {
    process.stderr.write(question);
    const line = await new Promise<string | undefined>((resolve) => {
      prompt.once("line", resolve);
      prompt.once("close", () => resolve(undefined));
    });
    if (line !== undefined) return line;
    if (!signal.aborted) await sleep(100); // if the terminal no longer exists, SIGHUP may arrive a little later
    signal.throwIfAborted();
    process.stderr.write("\n"); // after Ctrl-D, the cursor is still in the line of the question
    return undefined;
  } finally {
    close();
    signal.removeEventListener("abort", close);
    process.stdin.off("error", close);
  }
}
