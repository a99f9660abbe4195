import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

it("an option that npm has swallowed is refused, before what else is wrong", () => {
  const args = ["run", "--silent", "release", "start", "--dry-run"]; // without --to
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: ROOT, encoding: "utf8" });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain('npm took --dry-run for itself: write "npm run release -- start --dry-run"\n');
});
