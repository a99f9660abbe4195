import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { interruption } from "./interruption";
import { RefusedError } from "./refused";

/**
 * Asks the person at the terminal, unless a flag has confirmed before. Enter and Ctrl-D mean no.
 *
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

/** @param flag the option that confirms beforehand @throws RefusedError where nobody can answer */
export function requireTerminal(what: string, flag: string): void {
  if (process.stdin.isTTY) return;
  throw new RefusedError(`not asked to ${what}: there is no terminal to ask at; say ${flag}`);
}

/**
 * Asks the person at the terminal to type a word, such as the name of what would be lost.
 *
 * @throws RefusedError unless it is exactly this word; InterruptedError
 */
export async function confirmByTyping(word: string, what: string): Promise<void> {
  interruption().signal.throwIfAborted();
  if (!process.stdin.isTTY)
    throw new RefusedError(`not asked to ${what}: there is no terminal to type "${word}" at; run it in one`);
  const answer = (await ask(`${what}? Type "${word}" to go on: `)) ?? "";
  if (answer === word) return;
  throw new RefusedError(
    `${answer === "" ? "answered no" : `got "${answer}", not "${word}"`}: did not ${what}`,
  );
}

/** For how long earlier input is read and discarded before a question, in milliseconds. */
const TYPED_AHEAD_MILLISECONDS = 50;

/**
 * Discards input that was typed before a question, because it answers nothing. In raw mode, because the terminal itself would
 * keep half a line, and begin the answer with it.
 */
async function forgetTypedAhead(): Promise<void> {
  const { stdin } = process;
  let interrupted = false;
  const forget = (keys: Buffer) => {
    interrupted ||= keys.includes(CTRL_C);
  };
  const gone = () => {}; // the terminal is: the question itself finds that out
  stdin.setRawMode(true);
  stdin.on("data", forget).on("error", gone);
  await sleep(TYPED_AHEAD_MILLISECONDS);
  stdin.off("data", forget).off("error", gone);
  stdin.pause();
  stdin.setRawMode(false);
  if (interrupted) process.kill(process.pid, "SIGINT"); // in raw mode it is a key like any other
}

const CTRL_C = 3;

/**
 * The terminal itself edits the line (no raw mode), so that Ctrl-C is a signal as at any other moment, and keys work
 * whatever ends this process.
 *
 * @returns the line; `undefined` where there is none, after Ctrl-D
 */
export async function ask(question: string): Promise<string | undefined> {
  const { signal } = interruption();
  await forgetTypedAhead();
  signal.throwIfAborted();
  const prompt = createInterface({ input: process.stdin, terminal: false });
  const close = () => prompt.close();
  signal.addEventListener("abort", close);
  process.stdin.on("error", close); // EIO, where the terminal is gone
  try {
    process.stderr.write(question);
    const line = await new Promise<string | undefined>((resolve) => {
      prompt.once("line", resolve);
      prompt.once("close", () => resolve(undefined));
    });
    if (line !== undefined) return line;
    if (!signal.aborted) await sleep(100); // SIGHUP comes with the terminal's end, and not always before it
    signal.throwIfAborted();
    process.stderr.write("\n"); // Ctrl-D does not end the line
    return undefined;
  } finally {
    close();
    signal.removeEventListener("abort", close);
    process.stdin.off("error", close);
  }
}
