import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), "utf8");
const { scripts } = JSON.parse(read("package.json"));
const projects: string[] = require("../jest.config").projects.map(
  (it: { displayName: string }) => it.displayName,
);

const selected = (script: string) =>
  /--selectProjects ([a-z ]+?) --/.exec(scripts[script])?.[1]?.split(" ") ?? [];

/** The tables' rows: `environments`, `npm test`, minutes, what only it proves. */
const rows = [...read("docs", "testing.md").matchAll(/^\| `([\w.-]+)` \| `(.+?)` \| ([\d.]+) \| (.+) \|$/gm)];

it("every test is in one of the two tiers that CI runs", () => {
  expect([...selected("test"), ...selected("test:long")]).toEqual(projects);
  expect(selected("test:unit")).toEqual(["unit"]);
  expect(read(".github", "workflows", "ci.yml").match(/- run: \.ci\/run.*/g)).toEqual([
    expect.not.stringContaining("long"),
    expect.stringMatching(/^- run: \.ci\/run test:long /),
  ]);
});

it("every rehearsal has a row that says its tier and what only it proves", () => {
  const tierOf = (file: string) => (file.endsWith(".long.test.ts") ? "npm run test:long" : "npm test");
  const files = readdirSync(join(__dirname, "rehearsal")).filter((file) => file.endsWith(".test.ts"));
  const expected = files.map((file) => [file.replace(".test.ts", ""), tierOf(file)]);
  expect(rows.map(([, name, tier]) => [name, tier]).sort()).toEqual(expected.sort());
});
