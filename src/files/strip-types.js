// Converts TypeScript to JavaScript for Node.js: removes the types, and does not check them. `src/register.js` uses this file for every
// module that is required. `src/constructs/controller-package.ts` uses it for the code of the release controller.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const OWN = readFileSync(__filename); // part of the cache key, so that a change of this file invalidates the cache
const CACHES = join(__dirname, "..", "..", "node_modules", ".cache");
const CACHE = join(CACHES, "register");

/** Removes the types, or returns the cached result for this text. A result contains the file's name only if it has a source map. */
exports.stripTypes = (code, filename, maps = false) => {
  const key = createHash("sha256")
    .update(OWN)
    .update(`${maps ? filename : ""}\0${code}`)
    .digest("hex");
  const cached = join(CACHE, key);
  try {
    return readFileSync(cached, "utf8");
  } catch {
    const stripped = strip(code, filename, maps);
    keep(cached, stripped);
    return stripped;
  }
};

function strip(code, filename, maps) {
  const { transformSync } = swc(); // loading takes 40 ms, and is not needed for cached modules
  return transformSync(code, {
    filename,
    configFile: false,
    swcrc: false,
    sourceMaps: maps && "inline",
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs", ignoreDynamic: true },
  }).code;
}

/**
 * Loads swc, which unpacks its native addon into the home folder or the temporary folder. If neither folder allows executable files, this
 * function makes swc unpack the addon into this checkout's node_modules.
 * https://github.com/swc-project/swc/blob/main/docs/native-addon-carriers.md
 */
function swc() {
  try {
    return require("@swc/core");
  } catch (error) {
    const refused = [error.cause].flat().some((cause) => cause?.code === "ERR_SWC_NATIVE_CACHE");
    if (!refused || process.env.SWC_NATIVE_BINDING_CACHE) throw error;
    process.env.SWC_NATIVE_BINDING_CACHE = join(CACHES, "swc");
    return require("@swc/core");
  }
}

/** Writes a file to the cache in one step, because several commands may run at the same time. */
function keep(file, text) {
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // In a read-only checkout, there is no cache. Commands are slower then, but work.
  }
}
