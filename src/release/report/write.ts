import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { openInBrowser } from "../../terminal/browser";
import { outcomeOf } from "./outcome";
import { page } from "./page";
import type { Report } from "./report";

export interface WriteOptions {
  /** Path of the HTML file. @default - `release-<suffix>-<id>.html` in the current directory */
  readonly output?: string | undefined;
  /** True to open the report in the browser. */
  readonly open: boolean;
  /** True to also write the report's data, into a JSON file beside the HTML file. */
  readonly json: boolean;
}

/** Writes the report of a release into a file. Prints the file's name and size, and how the release ended. */
export function writeReport(report: Report, { output, open, json }: WriteOptions): void {
  const { release, suffix } = report;
  const text = page(report);
  const short = release.id.slice(0, 8).replace(/[^\w-]/g, "_");
  const file = resolve(output ?? `release-${suffix}-${short}.html`);
  const data = `${file.replace(/\.html$/, "")}.json`;
  writeFileSync(file, text);
  if (json) writeFileSync(data, `${JSON.stringify(report)}\n`);
  const { word, users } = outcomeOf(report);
  console.log(`release ${release.id} of ${release.candidate}: ${word}`);
  console.log(users);
  console.log(`wrote ${file} (${Math.ceil(Buffer.byteLength(text) / 1024)} KB, readable without network)`);
  if (json) console.log(`wrote ${data}, the data behind it`);
  if (open) openInBrowser(file);
}
