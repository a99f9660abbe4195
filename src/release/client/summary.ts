import { appendFileSync } from "node:fs";

let lines: string[] | undefined;

/** Prints a line; in a GitHub Actions job the line also goes into the job's summary when the command has ended. */
export function sayAndSummarise(line: string, env: NodeJS.ProcessEnv = process.env): void {
  console.log(line);
  summarise(line, env);
}

/** Remembers a line for the job's summary, which is written at the end of the command, also when the job is cancelled. */
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
        console.error(`the job's summary could not be written: ${(error as Error).message}`); // the exit code stays as it is
      }
    });
  }
  lines.push(line);
}

/** Lines as a Markdown code block, whose fence is longer than any fence in the lines. */
export function summaryOf(all: readonly string[]): string {
  const text = all.join("\n");
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([it]) => it.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}\n\n`;
}
