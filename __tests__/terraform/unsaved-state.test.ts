import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { RefusedError } from "../../src/terminal/refused";
import { UnsavedState } from "../../src/terraform/unsaved-state";

const home = process.cwd();
const directory = realpathSync(mkdtempSync(join(tmpdir(), "unsaved-")));
const file = join(directory, "cdktf.out/stacks/transaction-processing-dev/errored.tfstate");
const advice = `only ${file} contains the newest resources: save this state first (docs/runbooks/restore-state.md)`;
let said: jest.SpyInstance;

beforeAll(() => {
  process.chdir(directory);
  mkdirSync(dirname(file), { recursive: true });
});
beforeEach(() => {
  said = jest.spyOn(console, "error").mockImplementation();
});
afterAll(() => {
  process.chdir(home);
  rmSync(directory, { recursive: true });
});

it("is nothing where Terraform could save it", () => {
  const unsaved = new UnsavedState(dirname(file));
  unsaved.refuse();
  expect(unsaved.keeps()).toBe(false);
  expect(said).not.toHaveBeenCalled();
});

it("is kept from others, refuses what would write over it, and says what to do", () => {
  writeFileSync(file, "{}");
  const unsaved = new UnsavedState(dirname(file));
  expect(unsaved.keeps("; the environment stays locked until then")).toBe(true);
  expect(said).toHaveBeenCalledWith(`${advice}; the environment stays locked until then`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(() => unsaved.refuse()).toThrow(new RefusedError(advice));
  new UnsavedState(dirname(dirname(file))).refuse();
});
