import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

const COMMAND = "node --require ./src/register.js src/tools/pictures/recording.ts";
const FILE = resolve("docs/pictures/start.txt");

/**
 * Records the output of `npm start` in `docs/pictures/start.txt`; README.md shows a part of the recording. The output goes to a pipe, so
 * the rehearsal prints plain lines and redraws none. The recording leaves out lines that begin with `- `, because they only tell for which
 * event the rehearsal waits.
 *
 * @throws Error if the rehearsal fails; the previous recording stays
 */
async function main(): Promise<void> {
  const rehearsal = spawn("npm start 2>&1", { shell: true, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  rehearsal.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
    process.stdout.write(text);
  });
  const [code] = await once(rehearsal, "close");
  if (code !== 0) throw new Error(`npm start ended with ${code}: nothing was recorded`);
  const date = new Date().toISOString().slice(0, 10);
  const head = `Recorded on ${date} with Node.js ${process.versions.node}, by: ${COMMAND}`;
  const text = printed.replace(/^- .*\n/gm, "").replaceAll(`${resolve(".")}/`, ""); // the path of this checkout means nothing to a reader
  writeFileSync(FILE, `${head}\n\n$ npm start\n${text.trim()}\n`);
}

void main();
