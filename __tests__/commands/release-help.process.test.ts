import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ReleaseCommand } from "./release-command";

const release = new ReleaseCommand("http://127.0.0.1:9");
const COMMANDS = [
  "status",
  "start",
  "pause",
  "resume",
  "promote",
  "rollback",
  "set",
  "repair",
  "history",
  "report",
  "unlock",
];

it.each([60, 80, 120])("--help has no line longer than a terminal of %i columns", async (columns) => {
  const shown = await Promise.all(
    ["", ...COMMANDS].map(async (name) => {
      const { code, output } = await release
        .inTerminal([...name.split(" ").filter(Boolean), "--help"], columns)
        .ended();
      return { name, code, lines: output.split(/\r?\n/) };
    }),
  );
  expect(shown.flatMap(({ lines }) => lines.filter((line) => line.length > columns))).toEqual([]);
  expect(shown.filter(({ code, lines }) => code !== 0 || !lines.join().includes("Usage: "))).toEqual([]);
  expect(shown[0]?.lines.join(" ").replace(/\s+/g, " ")).toContain(
    "130 interrupted: if a command was already sent, the controller carries it out",
  );
});

it("--help names every command that this test looks at", () => {
  const { stdout } = spawnSync(
    process.execPath,
    ["--require", "./src/register.js", "src/commands/release.ts", "--help"],
    {
      cwd: join(__dirname, "../.."),
      encoding: "utf8",
    },
  );
  const named = [...stdout.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => name);
  expect(named).toEqual(COMMANDS);
});
