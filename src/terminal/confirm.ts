import { createInterface } from "node:readline/promises";
import { RefusedError } from "./refused";

/** Asks the person at the terminal, unless it was said beforehand. @throws RefusedError unless the answer is yes */
export async function confirm({ yes }: { readonly yes: boolean }, what: string): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY)
    throw new RefusedError(`not asked to ${what}: there is no terminal to ask at; say --yes`);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await new Promise<string>((resolve) => {
    prompt.once("close", () => resolve("no")); // Ctrl-C, Ctrl-D
    prompt.question(`${what}? [y/N] `).then(resolve, () => resolve("no"));
  });
  prompt.close();
  if (!/^y(es)?$/i.test(answer)) throw new RefusedError(`answered no: did not ${what}`);
}
