import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** The calls in a source text that remove a folder with what is in it, or may do so. */
function removals(source: string): string[] {
  const calls = [...source.matchAll(/\b(?:rm|rmdir)(?:Sync)?\(/g)].map(({ index }) => {
    let depth = 0;
    for (let end = index; ; end++) {
      if (source[end] === "(") depth += 1;
      if (end >= source.length || (source[end] === ")" && --depth === 0)) return source.slice(index, end + 1);
    }
  });
  // A path, and nothing that is not the one harmless option.
  const harmless = /^\w+\([^,()]*(?:\([^()]*\)[^,()]*)*(?:, \{ force: true \})?\)$/;
  return [
    ...calls.filter((call) => !harmless.test(call)),
    ...(source.match(/\brm(?:dir)?(?:Sync)? as \w+|["'`]rm["'`]|\brm +-\S+/g) ?? []), // by another name, or a program's
  ];
}

it("only own-folder.ts removes folders", () => {
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.[cm]?[jt]s$/.test(file))
    .map((file) => join("src", file));
  expect(sources.length).toBeGreaterThan(150);
  expect(sources).toContain(join("src", "register.js"));
  const removing = [...sources, "main.ts"].filter(
    (file) => removals(readFileSync(join(ROOT, file), "utf8")).length > 0,
  );
  expect(removing).toEqual(["src/files/own-folder.ts"]);
});

it.each([
  "rmSync(directory, { recursive: true, force: true });",
  "fs.rmSync(join(a, b), {\n  force: true,\n  recursive: true,\n});",
  "await rm(directory, options)",
  "rmdirSync(directory, { recursive })",
  'import { rm as remove } from "node:fs/promises";',
  'spawnSync("rm", ["-rf", directory]);',
  "execSync(`rm -r ${directory}`);",
])("a planted removal is found: %s", (source) => {
  expect(removals(source)).not.toEqual([]);
});

it.each([
  "rmSync(this.pidFile, { force: true });",
  "rmSync(join(a, b));",
  "confirm(options, { recursive: true });",
])("what removes a file, or nothing, is left alone: %s", (source) => {
  expect(removals(source)).toEqual([]);
});
