// Lets Node.js run this project's TypeScript: this file strips the types, and `tsc` checks them. docs/decisions/0002-toolchain.md
// compares it with heavier loaders.
const { addHook } = installed("pirates");
const { stripTypes } = require("./files/strip-types.js");
require("./lean-cdktf");

// Switches a warning of the AWS SDK off. The pinned release of the SDK supports Node.js 20, but warns that later releases will not support
// it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// Node.js reads source maps only with these options. Code without source maps is a third smaller.
const MAPS = process.execArgv.some((option) => /^--(enable-source-maps|inspect)/.test(option));

addHook((code, filename) => stripTypes(code, filename, MAPS), { exts: [".ts"] });

/** Loads the first package that is needed. If this package is missing, the others are missing too. */
function installed(name) {
  try {
    return require(name);
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    console.error("the packages of this project are not installed: npm ci");
    process.exit(1);
  }
}
