import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { printable } from "../terminal/printable";

/**
 * Formats a log event as a line: the time, the task or database instance, and the text. Control characters in the text are escaped, because
 * they would control the terminal.
 */
export function logLine({ timestamp = 0, logStreamName = "", message = "" }: FilteredLogEvent): string {
  const [first = "", ...more] = message
    .replace(/\s+$/, "")
    .replaceAll("\t", "    ")
    .split(/\r?\n/)
    .map(printable);
  const begin = `${new Date(timestamp).toISOString()}  ${shortStream(logStreamName)}  `;
  return [`${begin}${first}`, ...more.map((line) => `    ${line}`)].join("\n");
}

/** Shortens the name of a log stream to its last part. The ids of tasks and Lambda sandboxes are shortened to 8 characters. */
const shortStream = (name: string): string =>
  printable(name.split("/").at(-1) ?? "").replace(/^(?:\[\$LATEST\])?([0-9a-f]{8})[0-9a-f]{24}$/, "$1");
