import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alarms } from "../../src/tools/documents/alarms";

it("docs/alarms.md is up to date; else: npm run generate", () =>
  expect(readFileSync(join(__dirname, "../../docs/alarms.md"), "utf8")).toBe(alarms()));
