import { appendFileSync } from "node:fs";

let lines: string[] | undefined;

/** Prints a line; in a job of GitHub's also into the job's summary, once the command has ended. */
export function sayAndSummarise(line: string, env: NodeJS.ProcessEnv = process.env): void {
  console.log(line);
  summarise(line, env);
}

/** Remembers a line for the job's summary. Written at the end, however that comes: a job that is cancelled has one too. */
export function summarise(
  line: string,
  { GITHUB_STEP_SUMMARY: file }: NodeJS.ProcessEnv = process.env,
): void {
  if (!file) return;
  if (lines === undefined) {
    const all: string[] = [];
    lines = all;
    process.once("exit", () => {
      try {
        appendFileSync(file, summaryOf(all));
      } catch (error) {
        console.error(`the job's summary could not be written: ${(error as Error).message}`); // the exit code stays
      }
    });
  }
  lines.push(line);
}

/** Lines as Markdown: in a block, whose fence is longer than any that a line holds. */
export function summaryOf(all: readonly string[]): string {
  const text = all.join("\n");
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([it]) => it.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}\n\n`;
}
