import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EPHEMERAL } from "./support/environments";
import { STATE_BUCKET } from "./support/synthesize";
import { synthesized } from "./support/synthesized";

const ROOT = join(__dirname, "..");
const outdir = mkdtempSync(join(tmpdir(), "main-"));
afterAll(() => rmSync(outdir, { recursive: true }));

/** Runs main.ts as cdktf.json does, with these environment variables and no other of ours. */
async function main(name: string, variables: Record<string, string>) {
  const folder = join(outdir, name);
  const { ENVIRONMENT_SUFFIX: _suffix, STATE_BUCKET: _bucket, ...inherited } = process.env;
  const [node = "", ...args] = JSON.parse(readFileSync(join(ROOT, "cdktf.json"), "utf8")).app.split(" ");
  const child = spawn(node, args, {
    cwd: ROOT,
    env: { ...inherited, CDKTF_OUTDIR: folder, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  return { code, output, stack: (id: string) => join(folder, "stacks", id, "cdk.tf.json") };
}

it("writes exactly what these tests look at, and says that the suffix has no file", async () => {
  const { code, output, stack } = await main("x1", { ENVIRONMENT_SUFFIX: "x1", STATE_BUCKET });
  expect(output).toBe('no environments/x1.json: "x1" gets the defaults of the ephemeral profile\n');
  expect(code).toBe(0);
  const written = JSON.parse(readFileSync(stack("transaction-processing-x1"), "utf8"), (key, value) =>
    key === "//" ? undefined : value,
  );
  expect(written).toEqual(synthesized(EPHEMERAL, "x1").document);
});

it("is dev by default, whose file it reads without a word", async () => {
  const { code, output, stack } = await main("dev", { STATE_BUCKET });
  expect([code, output]).toEqual([0, ""]);
  expect(existsSync(stack("transaction-processing-dev"))).toBe(true);
});

it("refuses bad variables in sentences, without a stack trace, and writes nothing", async () => {
  const { code, output, stack } = await main("bad", { ENVIRONMENT_SUFFIX: "DEV" });
  expect(code).toBe(1);
  expect(output.split("\n").sort()).toEqual([
    "",
    '  ENVIRONMENT_SUFFIX: got "DEV", allowed: 1 to 13 lower-case letters, digits and single hyphens, a letter first',
    '  STATE_BUCKET: got nothing, allowed: the name of an existing S3 bucket; "npm run bootstrap" makes one and prints it',
    "2 problems in the environment variables",
  ]);
  expect(existsSync(stack("transaction-processing-DEV"))).toBe(false);
});
