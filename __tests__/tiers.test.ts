import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FILES, PARTS, testsOf } from "./together/together";

const Sequencer = require("./sequencer");

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

/** What CI's jobs run. */
const [test, operations, long, ...more] = (
  read(".github", "workflows", "ci.yml").match(/(?<=- run: )\.ci\/run[^#\n]*/g) ?? []
).map((it) => it.trim());

it("every test is in one of the two tiers that CI runs", () => {
  expect([...selected("test"), ...selected("test:long")].sort()).toEqual(projects.toSorted());
  expect([test, long, more]).toEqual([".ci/run", '.ci/run test:long --shard="$PART/6"', []]);
});

it("the unit tests together are every unit test, once", () => {
  const own = testsOf("together");
  const parts = own.filter((file) => file.startsWith("together/"));
  expect(parts.length).toBe(PARTS);
  expect([...FILES, ...own.filter((file) => !parts.includes(file))].sort()).toEqual(testsOf("unit"));
});

it("CI runs for each pull request the long rehearsals of which the table says so, and the merge waits for them", () => {
  const words = operations?.split(" ").slice(2) ?? [];
  const chosen = words.flatMap((word) => rehearsals.filter((file) => `rehearsal/${file}`.includes(word)));
  const said = rows
    .filter(([row]) => row.includes("for each pull request"))
    .map(([, name]) => `${name}.test.ts`);
  expect(said.length).toBe(words.length);
  expect(chosen.sort()).toEqual(said.sort());
  expect(read("docs", "runbooks", "github.md").replace(/\s+/g, " ")).toContain(
    "require the checks `test (20)`, `test (22)`, `test (24)`, `operations`, `plan (<suffix>)` and `comment`",
  );
  expect(read(".github", "workflows", "ci.yml")).toContain('node: ["20", "22", "24"]');
});

it("the parts of the night are disjoint, and together are all of it", () => {
  const parts =
    /part: \[(.+)\]/
      .exec(read(".github", "workflows", "ci.yml"))?.[1]
      ?.split(", ")
      .map(Number) ?? [];
  expect(parts).toEqual([1, 2, 3, 4, 5, 6]);
  const tests = rehearsals.map((file) => ({ path: `/__tests__/rehearsal/${file}` }));
  const shards = parts.map((shardIndex): { path: string }[] =>
    new Sequencer({}).shard(tests, { shardIndex, shardCount: parts.length }),
  );
  const paths = (of: { path: string }[]) => of.map(({ path }) => path).sort();
  expect(paths(shards.flat())).toEqual(paths(tests));
  const sizes = shards.map(({ length }) => length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});

it("the longest rehearsals start first", () => {
  const minutes = new Map(rows.map(([, name, , count]) => [name, Number(count)]));
  const listed: number[] = Sequencer.LONG.map((name: string) => minutes.get(name));
  expect(listed).toEqual(listed.toSorted((a, b) => b - a));
  expect(listed.length).toBe([...minutes.values()].filter((it) => it >= 5).length);
  expect(listed.at(-1)).toBeGreaterThanOrEqual(5);
});

it("every rehearsal has a row that says its tier and what only it proves", () => {
  const tierOf = (file: string) => (file.endsWith(".long.test.ts") ? "npm run test:long" : "npm test");
  const expected = rehearsals.map((file) => [file.replace(".test.ts", ""), tierOf(file)]);
  expect(rows.map(([, name, tier]) => [name, tier]).sort()).toEqual(expected.sort());
});
