import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "../../../src/tools/documents/generated";

const files = generatedFiles();

it("generates the schema, the references of access, settings, outputs and resource types, and the evidence for auditors", () => {
  expect(files.map(({ path }) => path)).toEqual([
    "environments/environment.schema.json",
    "docs/access.md",
    "docs/configuration.md",
    "docs/outputs.md",
    "docs/resources.md",
    "docs/compliance.md",
  ]);
});

it.each(files)("$path is up to date; else: npm run generate", ({ path, text }) => {
  expect(readFileSync(join(__dirname, "..", "..", "..", path), "utf8")).toBe(text);
});
