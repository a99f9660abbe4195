import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

const COMMAND = "node --require ./src/register.js src/tools/pictures/recording.ts";
const FILE = resolve("docs/pictures/start.txt");

/**
 * Runs `npm start` in a pipe, where it prints lines and redraws nothing, and keeps what it printed, but for the lines about what it
 * waits for. README.md shows a part of it.
 *
 * @throws Error where the rehearsal fails: then the recording of before stays
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
  const text = printed.replace(/^- .*\n/gm, "").replaceAll(`${resolve(".")}/`, ""); // whoever reads it has the project elsewhere
  writeFileSync(FILE, `${head}\n\n$ npm start\n${text.trim()}\n`);
}

void main();
