import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

const COMMAND = "node --require ./src/register.js src/tools/pictures/recording.ts";
const FILE = resolve("docs/pictures/start.txt");

/**
 * Records the output of `npm start` in `docs/pictures/start.txt`. README.md shows a part of the recording. The output goes to a pipe, so
 * the rehearsal prints plain lines and does not redraw them. The recording leaves out the lines that begin with `- `: they only say what
 * the rehearsal waits for.
 *
 * @throws Error if the rehearsal fails. Then the previous recording is kept
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
  const text = printed.replace(/^- .*\n/gm, "").replaceAll(`${resolve(".")}/`, ""); // readers do not need the path of this checkout
  writeFileSync(FILE, `${head}\n\n$ npm start\n${text.trim()}\n`);
}

void main();
