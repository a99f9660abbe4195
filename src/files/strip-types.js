// TypeScript to the JavaScript that Node.js runs: types are stripped and nothing else is checked. `src/register.js` does it to what
// is required, `src/constructs/controller-package.ts` to the code of the release controller.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const OWN = readFileSync(__filename); // what it does to the code is part of what is cached
const CACHES = join(__dirname, "..", "..", "node_modules", ".cache");
const CACHE = join(CACHES, "register");

/** What the same text was stripped to before, or else anew. With source maps the file's name is in it, without them no path is. */
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
  const { transformSync } = swc(); // 40 ms, which a command that was run before does not wait for
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
 * It unpacks its native part into the home folder, or else into the temporary folder, and loads it from there. Where neither can hold a
 * program, the checkout's own packages can. https://github.com/swc-project/swc/blob/main/docs/native-addon-carriers.md
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
