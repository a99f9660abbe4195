const { createHash } = require("node:crypto");
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const ROOT = join(__dirname, "..", "..");

const filesOf = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|js|sql)$/.test(file))
    .map((file) => join(folder, file));

/** Runs once before all tests: calculates a hash of all files that affect synthesized stacks, so that no test file has to. */
module.exports = () => {
  const hash = createHash("sha256");
  for (const file of ["package-lock.json", "__tests__/support/synthesize.ts", ...filesOf("src")].sort()) {
    hash.update(`${file}\n${readFileSync(join(ROOT, file), "utf8")}\n`);
  }
  process.env.SOURCES_HASH = hash.digest("hex").slice(0, 16);
};
