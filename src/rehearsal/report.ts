import { readFileSync } from "node:fs";

/** Returns the last lines of a log, each cut to 200 characters. */
export function tail(file: string, lines = 40): string {
  const all = readFileSync(file, "utf8").trimEnd().split("\n");
  return all
    .filter((line) => line.trim() !== "")
    .slice(-lines)
    .map((line) => line.slice(0, 200))
    .join("\n");
}
