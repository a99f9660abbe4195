import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { everySetting } from "../../../src/settings/json-schema";

const ROOT = join(__dirname, "..", "..", "..");
/** Documents that name settings of earlier versions, or quote a run. */
const OF_THE_PAST = /^docs\/(changes|upgrading|decisions\/.*)\.md$/;
const SETTINGS = everySetting().map(([path]) => path);
const GROUPS = new Set(SETTINGS.filter(({ length }) => length > 1).map(([group = ""]) => group));

const documents = [
  "README.md",
  "help",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .map((file) => `docs/${file}`)
    .filter((file) => file.endsWith(".md") && !OF_THE_PAST.test(file)),
];

/** The settings that a document names, such as `database.minCapacityAcu`, `application.<color>.image` or `access.*`. */
const named = (text: string) =>
  [...text.matchAll(/`([a-z]\w*(?:\.[\w<>*-]+)+)`/gi)]
    .map(([, name = ""]) => name)
    .filter((name) => GROUPS.has(name.split(".")[0] ?? "") && !/\.(js|ts|json|long)$/.test(name));

const isSetting = (name: string) =>
  SETTINGS.some((path) =>
    name.split(".").every((part, at) => part === path[at] || path[at] === "*" || /^(<.*>|\*)$/.test(part)),
  );

it.each(documents)("each setting that %s names is one", (document) => {
  const names = named(readFileSync(join(ROOT, document), "utf8"));
  expect(names.filter((name) => !isSetting(name))).toEqual([]);
});

it("and they name many", () => {
  const all = documents.flatMap((document) => named(readFileSync(join(ROOT, document), "utf8")));
  expect(new Set(all).size).toBeGreaterThan(60);
});
