import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { alarmNames } from "../../../src/naming/alarm-names";
import { RUNBOOKS } from "../../support/documented-commands";

const ROOT = join(__dirname, "../../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

const withoutCode = (text: string) => text.replace(/^ *(```+)[\s\S]*?^ *\1 *$/gm, "");
const headingsOf = (text: string) => [...withoutCode(text).matchAll(/^(#+) (.*)$/gm)];

const PARTS = ["When", "Who", "Commands", "What you see", "What can go wrong"];

describe("a runbook", () => {
  it.each(RUNBOOKS)("has the five parts and no other: %s", (file) => {
    const parts = headingsOf(read(file)).filter(([, level]) => level === "##");
    const names = parts.map(([, , name = ""]) => name);
    // Whoever is woken by a release reads no introduction.
    if (file.endsWith("/release.md")) expect(names.shift()).toBe("At 3 a.m.");
    expect(names).toEqual(PARTS);
  });

  it.each(RUNBOOKS)("has something in each part: %s", (file) => {
    const [, ...parts] = read(file).split(/^## .*$/m);
    expect(parts.filter((text) => text.trim().length < 20)).toEqual([]);
  });

  it("is listed in their README, each once", () => {
    const listed = [...read("docs/runbooks/README.md").matchAll(/^- .*?\]\(([a-z-]+\.md)\)/gm)];
    expect(listed.map(([, name]) => `docs/runbooks/${name}`).sort()).toEqual([...RUNBOOKS].sort());
  });
});

it("the runbook of alarms has a first step for each alarm, and for no other", () => {
  const rows =
    /### All alarms\n((?:.|\n)*?)\n## /
      .exec(read("docs/runbooks/alarms.md"))?.[1]
      ?.match(/^\| `.*?(?= \| )/gm) ?? [];
  const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
  const alarms = alarmNames("x1").map((name) =>
    name.replace(
      /^alarm-(?:(?:blue|green)(-))?(.*)-x1$/,
      (_, color, what) => `${color ? "<color>-" : ""}${what}`,
    ),
  );
  expect(named.sort()).toEqual([...new Set(alarms)].sort());
});

/** A heading's address on GitHub. */
const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");

const documents = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

it.each(documents)("links of %s lead to something", (file) => {
  const broken = [...withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = "", anchor] = target.split("#");
      const to = path === "" ? file : relative(ROOT, join(ROOT, dirname(file), path));
      if (!existsSync(join(ROOT, to))) return true;
      if (anchor === undefined || statSync(join(ROOT, to)).isDirectory() || !to.endsWith(".md")) return false;
      return !headingsOf(read(to)).some(([, , heading = ""]) => slug(heading) === anchor);
    });
  expect(broken).toEqual([]);
});
