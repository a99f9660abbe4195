import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OutputsFile } from "../../src/deploy/outputs-file";
import { RefusedError } from "../../src/terminal/refused";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "outputs-"));
  file = join(directory, "outputs.json");
});
afterEach(() => rmSync(directory, { recursive: true }));

it("is written whole, as cdktf writes it, and again", () => {
  new OutputsFile(file, "stack-dev").write({ url: "http://one" });
  new OutputsFile(file, "stack-dev").write({ url: "http://two" });
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ "stack-dev": { url: "http://two" } });
  expect(readdirSync(directory)).toEqual(["outputs.json"]);
});

it.each<[string, () => void]>([
  ["somebody's file", () => writeFileSync(file, '{"precious":1}')],
  ["another stack's outputs", () => writeFileSync(file, '{"stack-prod":{}}')],
  ["text", () => writeFileSync(file, "precious")],
  ["a folder", () => mkdirSync(file)],
  ["a link", () => symlinkSync("/dev/null", file)],
])("does not write over %s", (_, put) => {
  put();
  expect(() => new OutputsFile(file, "stack-dev")).toThrow(RefusedError);
  expect(() => new OutputsFile(file, "stack-dev")).toThrow(
    "exists and does not contain outputs of stack-dev: name another file",
  );
});

it("needs a folder", () => {
  const missing = join(directory, "missing", "outputs.json");
  expect(() => new OutputsFile(missing, "stack-dev")).toThrow(
    `there is no folder ${join(directory, "missing")}`,
  );
});
