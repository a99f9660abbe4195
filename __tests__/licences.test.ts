import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

interface Installed {
  readonly license?: string;
}

const { packages }: { readonly packages: Readonly<Record<string, Installed>> } = JSON.parse(
  readFileSync(join(ROOT, "package-lock.json"), "utf8"),
);

/** Licences that ask for no more than their text: https://spdx.org/licenses/. MPL 2.0 asks for changes of its own files only. */
const FREE = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MPL-2.0",
  "Unlicense",
]);

/** Packages with another licence, each with why it is used all the same. */
const EXEMPT: Readonly<Record<string, readonly [license: string, why: string]>> = {
  "caniuse-lite": [
    "CC-BY-4.0",
    "a table of browsers below Jest, which is not part of what runs; its author is named in its own files",
  ],
  jsonify: ["Public Domain", "below cdktf; a dedication to the public that SPDX has no name for"],
};

/** Whether an expression of SPDX leaves a free choice: one side of an OR, both sides of an AND. */
const isFree = (expression: string): boolean =>
  expression
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((license) => FREE.has(license)));

const installed = Object.entries(packages)
  .filter(([path]) => path !== "")
  .map(([path, { license }]) => ({
    name: path.replace(/^.*node_modules\//, ""),
    license: license ?? "none",
  }));

describe("licences of dependencies", () => {
  it("are free, or exempt with a reason", () => {
    expect(installed.length).toBeGreaterThan(500);
    const others = installed.filter(({ name, license }) => !isFree(license) && EXEMPT[name]?.[0] !== license);
    expect(others).toEqual([]);
  });

  it("have no exemption that nobody needs", () => {
    const needed = installed.filter(({ license }) => !isFree(license)).map(({ name }) => name);
    expect(Object.keys(EXEMPT).sort()).toEqual([...new Set(needed)].sort());
  });

  it.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0-or-later)", true],
    ["Apache-2.0 AND MIT", true],
    ["Apache-2.0 AND GPL-2.0-only", false],
    ["GPL-3.0-only", false],
    ["none", false],
  ])("are judged by their SPDX expression: %s", (expression, free) => expect(isFree(expression)).toBe(free));
});
