import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (file: string) => readFileSync(join(__dirname, "../../..", file), "utf8");
const recording = read("docs/pictures/start.txt").split("\n");

it("README shows nothing but lines of the recording, in their order and with its date", () => {
  const readme = read("README.md");
  const [, shown = ""] = /```\n(✔[\s\S]*?)\n```/.exec(readme) ?? [];
  const lines = shown.split("\n").filter((line) => line !== "...");
  expect(lines.length).toBeGreaterThan(5);
  const places = lines.map((line) => recording.indexOf(line));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  const [, date = "none"] = /^Recorded on (\S+) /.exec(recording[0] ?? "") ?? [];
  expect(readme).toContain(`on ${date}, `);
});
