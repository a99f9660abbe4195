// Lets Node.js run this project's TypeScript: types are stripped here and checked by `tsc`. Measured with
// `node --require ... main.ts`: docs/decisions/0002-toolchain.md says why not a heavier loader.
const { addHook } = installed("pirates");
const { stripTypes } = require("./files/strip-types.js");
require("./lean-cdktf");

// This project supports Node.js 20 with the SDK release it pins; the SDK announces that later ones will not.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// Node.js reads source maps only then; without them there is a third less to read.
const MAPS = process.execArgv.some((option) => /^--(enable-source-maps|inspect)/.test(option));

addHook((code, filename) => stripTypes(code, filename, MAPS), { exts: [".ts"] });

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
