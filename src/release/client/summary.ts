import { appendFileSync } from "node:fs";

let lines: string[] | undefined;

/** Prints a line. In a GitHub Actions job the line is also added to the job's summary at the end of the command. */
export function sayAndSummarise(line: string, env: NodeJS.ProcessEnv = process.env): void {
  console.log(line);
  summarise(line, env);
}

/** Keeps a line for the job's summary. The summary is written when the process exits, also when the job is cancelled. */
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
        console.error(`the job's summary could not be written: ${(error as Error).message}`); // does not change the exit code
      }
    });
  }
  lines.push(line);
}

/**
 * Returns the lines as a Markdown code block. The series of backticks that encloses the block is longer than any series of backticks in the
 * lines.
 */
export function summaryOf(all: readonly string[]): string {
  const text = all.join("\n");
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([it]) => it.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}\n\n`;
}
