import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "../../../src/tools/documents/generated";

const files = generatedFiles();

it("generates the schema, README's costs, the references of access, alarms, settings, outputs and resource types, the evidence for auditors, and the pictures of both profiles", () => {
  expect(files.map(({ path }) => path)).toEqual([
    "environments/environment.schema.json",
    "README.md",
    "docs/access.md",
    "docs/alarms.md",
    "docs/configuration.md",
    "docs/outputs.md",
    "docs/resources.md",
    "docs/compliance.md",
    "docs/pictures/environment-ephemeral-light.svg",
    "docs/pictures/environment-ephemeral-dark.svg",
    "docs/pictures/environment-production-light.svg",
    "docs/pictures/environment-production-dark.svg",
  ]);
});

// docs/alarms.md takes seconds: alarms/incidents.properties.test.ts
it.each(files.filter(({ path }) => path !== "docs/alarms.md"))(
  "$path is up to date; else: npm run generate",
  ({ path, text }) => {
    expect(readFileSync(join(__dirname, "..", "..", "..", path), "utf8")).toBe(text());
  },
);
