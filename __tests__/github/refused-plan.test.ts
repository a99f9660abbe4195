import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptyFolder } from "../../src/files/own-folder";
import { plannedIn } from "../../src/github/planned-in";
import { REFUSED_FILE, refusalIn, writeRefusal } from "../../src/github/refused-plan";
import { RefusedError } from "../../src/terminal/refused";

const error = new RefusedError("network.cidrBlock: AWS cannot change the CIDR block of a VPC");

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "refused-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

it("is found by the workflow in the refusal's own words, and the next plan can use its folder", () => {
  const folder = join(parent, "dev");
  writeRefusal(folder, "dev", error);
  expect(plannedIn(folder, "dev")).toEqual({ refused: error.message });
  emptyFolder(folder);
  expect(plannedIn(folder, "dev")).toEqual({});
});

it("leaves nothing of the plan that was refused", () => {
  const folder = join(parent, "dev");
  emptyFolder(folder);
  writeFileSync(join(folder, "plan.tfplan"), "");
  writeRefusal(folder, "dev", error);
  expect(existsSync(join(folder, "plan.tfplan"))).toBe(false);
});

it("writes nothing into a folder that others made", () => {
  writeFileSync(join(parent, "theirs"), "");
  writeRefusal(parent, "dev", error);
  expect(readdirSync(parent)).toEqual(["theirs"]);
});

it.each([
  ["another environment's", JSON.stringify({ suffix: "prod", refused: "no" })],
  ["no JSON", "{"],
  ["of another form", JSON.stringify({ suffix: "dev", refused: 1 })],
])("a file that is %s is no refusal: the plan failed", (_, text) => {
  writeFileSync(join(parent, REFUSED_FILE), text);
  expect(refusalIn(parent, "dev")).toBeUndefined();
});
