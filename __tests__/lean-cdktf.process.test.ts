import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** What cdktf has loaded of the package that zips assets, and whether it noted where a token was made. */
const PROGRAM = `
  const { Fn } = require("cdktf");
  const archiver = Object.keys(require.cache).some((file) => file.includes("archiver"));
  console.log(JSON.stringify({ archiver, stack: Fn.conditional(true, 1, 2).creationStack?.length > 0 }));
`;

const loaded = (...options: string[]) => {
  const { stdout, stderr } = spawnSync(process.execPath, [...options, "-e", PROGRAM], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
};

it("keeps cdktf from loading what zips assets and from noting stacks", () =>
  expect(loaded("--require", "./src/register.js")).toEqual({ archiver: false, stack: false }));

it("lets cdktf note stacks for who asks Node.js for source maps", () =>
  expect(loaded("--require", "./src/register.js", "--enable-source-maps")).toEqual({
    archiver: false,
    stack: true,
  }));

it("is told from cdktf as it comes", () => expect(loaded()).toEqual({ archiver: true, stack: true }));

it("keeps cdktf from calling what newer versions of Node.js warn of, and later ones may not have", () => {
  const program = `
    require("util").isArray = () => { throw new Error("was called") };
    const { App, TerraformOutput, TerraformStack, Testing } = require("cdktf");
    const stack = new TerraformStack(new App(), "stack");
    new TerraformOutput(stack, "output", { value: ["a"] });
    console.log(JSON.parse(Testing.synth(stack)).output.output.value[0]);
  `;
  const options = ["--require", "./src/register.js", "-e", program];
  const { stdout, stderr } = spawnSync(process.execPath, options, { cwd: ROOT, encoding: "utf8" });
  expect([stdout, stderr]).toEqual(["a\n", ""]);
});
