// Lets Node.js run this project's TypeScript: types are stripped here and checked by `tsc`. Measured with
// `node --require ... main.ts`: docs/decisions/0002-toolchain.md says why not a heavier loader.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { addHook } = installed("pirates");
require("./lean-cdktf");

// This project supports Node.js 20 with the SDK release it pins; the SDK announces that later ones will not.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// Node.js reads source maps only then; without them there is a third less to read.
const MAPS = process.execArgv.some((option) => /^--(enable-source-maps|inspect)/.test(option));

const OWN = `${MAPS}${readFileSync(__filename)}`; // what it does to the code is part of what is cached
const CACHE = join(__dirname, "..", "node_modules", ".cache", "register");

addHook(
  (code, filename) => {
    const cached = join(CACHE, createHash("sha256").update(OWN).update(`${filename}\0${code}`).digest("hex"));
    try {
      return readFileSync(cached, "utf8");
    } catch {
      const stripped = strip(code, filename);
      keep(cached, stripped);
      return stripped;
    }
  },
  { exts: [".ts"] },
);

/** The first package that is needed: without it, none is there. */
function installed(name) {
  try {
    return require(name);
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    console.error("the packages of this project are not installed: npm ci");
    process.exit(1);
  }
}

function strip(code, filename) {
  const { transformSync } = require("@swc/core"); // 40 ms, which a command that was run before does not wait for
  return transformSync(code, {
    filename,
    configFile: false,
    swcrc: false,
    sourceMaps: MAPS && "inline",
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs", ignoreDynamic: true },
  }).code;
}

/** Whole or not at all: commands run side by side. */
function keep(file, text) {
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A checkout that may not be written to is slower, and no worse.
  }
}
