import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireNoFile, writeSettings } from "../../src/init/write";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "init-test-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (settings: Record<string, unknown>, synthesize: () => void = () => {}) =>
  writeSettings(directory, "x1", settings, synthesize);

it("writes what was loaded and synthesized", async () => {
  const synthesize = jest.fn();
  expect(await write({ profile: "ephemeral" }, synthesize)).toBe(join(directory, "x1.json"));
  expect(readFileSync(join(directory, "x1.json"), "utf8")).toBe('{\n  "profile": "ephemeral"\n}\n');
  expect(synthesize).toHaveBeenCalledWith(expect.objectContaining({ suffix: "x1", profile: "ephemeral" }));
});

it.each([
  ["what the settings refuse", { profile: "production" }, () => {}],
  [
    "what does not synthesize",
    { profile: "ephemeral" },
    () => {
      throw new Error("the policy");
    },
  ],
])("writes nothing of %s", async (_what, settings, synthesize) => {
  await expect(write(settings, synthesize)).rejects.toThrow();
  expect(readdirSync(directory)).toEqual([]);
});

it("does not overwrite a file that came meanwhile", async () => {
  const late = () => writeFileSync(join(directory, "x1.json"), "theirs");
  await expect(write({ profile: "ephemeral" }, late)).rejects.toThrow("is not overwritten");
  expect(readFileSync(join(directory, "x1.json"), "utf8")).toBe("theirs");
});

it.each(["x1.json", "X1.json"])("refuses beforehand where %s is", (name) => {
  writeFileSync(join(directory, name), "{}");
  expect(() => requireNoFile(directory, "x1")).toThrow(`${name} exists already`);
});

it("takes another environment's file for no reason", () => {
  writeFileSync(join(directory, "x1-eu.json"), "{}");
  expect(() => requireNoFile(directory, "x1")).not.toThrow();
});
