import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configuredHere } from "../../src/status/costs";

const directory = mkdtempSync(join(tmpdir(), "configured-"));
afterAll(() => rmSync(directory, { recursive: true }));
const of = (suffix: string) => configuredHere({ suffix, stateBucket: "state-bucket", directory });

it("is not known from defaults where the settings file is invalid or missing", () => {
  writeFileSync(join(directory, "x1.json"), "{");
  expect(() => of("x1")).toThrow("x1.json");
  expect(() => of("x2")).toThrow("x2.json");
});

it("has the cost and the alarms of the settings", () => {
  const { monthlyCost, alarms } = of("pr-7"); // a preview needs no settings file
  expect(monthlyCost).toBeGreaterThan(100);
  expect(alarms).toContain("alarm-database-cpu-pr-7");
  expect(alarms).not.toContain("alarm-web-acl-blocked-pr-7");
});
