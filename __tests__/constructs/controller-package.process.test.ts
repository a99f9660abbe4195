import { execFileSync } from "node:child_process";
import { join } from "node:path";

const PROJECT = join(__dirname, "../..");
const REGISTER = join(PROJECT, "src/register.js");

/** SHA-256 of the package, as another process makes it. */
function hashMade(umask: string, env: NodeJS.ProcessEnv, ...options: readonly string[]): string {
  const program = `
    const { createHash } = require("node:crypto");
    const { controllerFiles } = require("./src/constructs/controller-package.ts");
    const { storedZip } = require("./src/files/stored-zip.ts");
    process.stdout.write(createHash("sha256").update(storedZip(controllerFiles({ suffix: "x1" }))).digest("hex"));`;
  const words = [process.execPath, ...options, "--require", REGISTER, "-e", program];
  return execFileSync("sh", ["-c", `umask ${umask}; exec "$@"`, "sh", ...words], {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, ...env },
    encoding: "utf8",
  });
}

it("the package is the same bytes in every time zone, language, with every umask, and while somebody debugs", () => {
  const hash = hashMade("022", {});
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hashMade("077", { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8" })).toBe(hash);
  expect(hashMade("000", { TZ: "America/St_Johns", NODE_ENV: "production" }, "--enable-source-maps")).toBe(
    hash,
  );
});
