import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..", "..");

const files = [
  "README.md",
  "help",
  ...["docs", ".github"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(md|yml)$/.test(name))
      .map((name) => join(folder, name)),
  ),
];

/** Command lines that ask a command of ours for JSON. */
const lines = files.flatMap((file) =>
  [...readFileSync(join(ROOT, file), "utf8").matchAll(/npm run [^`#\n]*--(?:json|format json)\b/g)].map(
    ([line]): [string, string] => [file, line],
  ),
);

it("documents JSON of deploy, plan, release and sweep", () => {
  const commands = lines.map(([, line]) => /npm run (?:--silent )?([a-z]+)/.exec(line)?.[1]);
  expect(commands).toEqual(expect.arrayContaining(["deploy", "plan", "release", "sweep"]));
});

it.each(lines)("%s has JSON that parses, without npm's own lines in front of it: %s", (_file, line) => {
  expect(line).toMatch(/^npm run --silent /);
});
