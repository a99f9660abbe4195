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

const rehearsals = readdirSync(join(__dirname, "rehearsal")).filter((file) => file.endsWith(".test.ts"));

/** The tables' rows: `environments`, `npm test`, minutes, what only it proves. */
const rows = [
  ...read("docs", "testing.md").matchAll(
    /^\| `([\w.-]+)` \| `(.+?)`(?:, and for each pull request)? \| ([\d.]+) \| (.+) \|$/gm,
  ),
];

it("every test is in one of the two tiers that CI runs", () => {
  expect([...selected("test"), ...selected("test:long")]).toEqual(projects);
  expect(selected("test:unit")).toEqual(["unit"]);
  const [test, operations, long, ...more] =
    read(".github", "workflows", "ci.yml").match(/(?<=- run: )\.ci\/run[^#\n]*/g) ?? [];
  expect([test?.trim(), long?.trim(), more]).toEqual([".ci/run", '.ci/run test:long --shard="$PART/6"', []]);
  const chosen = operations?.trim().split(" ").slice(2) ?? [];
  expect(
    chosen.map((it) => [it, rehearsals.filter((file) => `rehearsal/${file}`.includes(it)).length]),
  ).toEqual(
    ["release.long", "pull-request", "terminal", "sweep", "interruptions"].map((it) => [
      `rehearsal/${it}`,
      1,
    ]),
  );
});

it("the parts of the night are disjoint, and together are all of it", () => {
  const Sequencer = require("./sequencer");
  const tests = rehearsals.map((file) => ({ path: `/__tests__/rehearsal/${file}` }));
  const parts = [1, 2, 3, 4, 5, 6].map((shardIndex): { path: string }[] =>
    new Sequencer({}).shard(tests, { shardIndex, shardCount: 6 }),
  );
  expect(
    parts
      .flat()
      .map(({ path }) => path)
      .sort(),
  ).toEqual(tests.map(({ path }) => path).sort());
  const sizes = parts.map(({ length }) => length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});

it("every rehearsal has a row that says its tier and what only it proves", () => {
  const tierOf = (file: string) => (file.endsWith(".long.test.ts") ? "npm run test:long" : "npm test");
  const expected = rehearsals.map((file) => [file.replace(".test.ts", ""), tierOf(file)]);
  expect(rows.map(([, name, tier]) => [name, tier]).sort()).toEqual(expected.sort());
});
