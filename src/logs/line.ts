import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { printable } from "../terminal/printable";

/**
 * A logged line for people and for `grep`: time, task or instance, and text. The text of a container may hold control characters,
 * which are made visible because they would control the terminal.
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

/** The end of a stream's name, of which a task's id and a sandbox's are cut to what tells them apart. */
const shortStream = (name: string): string =>
  printable(name.split("/").at(-1) ?? "").replace(/^(?:\[\$LATEST\])?([0-9a-f]{8})[0-9a-f]{24}$/, "$1");
