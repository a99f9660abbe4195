import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../../src/files/own-folder";

const ROOT = join(__dirname, "../..");

/** By npm, as people call it, and without a variable of an environment. */
const picture = (...args: string[]) =>
  spawnSync("npm", ["run", "--silent", "picture", "--", ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, ENVIRONMENT_SUFFIX: undefined, STATE_BUCKET: undefined },
  });

it("draws the environment of a settings file for light pages and for dark ones, without an account", () =>
  inTemporaryFolder("picture", async (directory) => {
    const out = join(directory, "new", "folder");
    const { status, stdout, stderr } = picture("--suffix", "dev", "--out", out);
    const files = ["environment-dev-light.svg", "environment-dev-dark.svg"];
    const said = files.map((file) => `wrote ${join(out, file)}\n`).join("");
    expect([status, stdout, stderr]).toEqual([0, said, ""]);
    expect(readdirSync(out).sort()).toEqual([...files].sort());
    const [light, dark] = files.map((file) => readFileSync(join(out, file), "utf8"));
    expect(light).toContain("Environment dev");
    expect(light).not.toBe(dark);
  }));

it("refuses a suffix without a settings file", () => {
  const { status, stderr } = picture("--suffix", "nobody");
  expect([status, stderr]).toEqual([2, expect.stringContaining("no environments/nobody.json")]);
});
