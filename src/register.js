// Lets Node.js run this project's TypeScript files: this file removes the types from the code and does not check them. `npx tsc` checks
// them. docs/decisions/0002-toolchain.md compares this file with loaders that do more.
const { addHook } = installed("pirates");
const { stripTypes } = require("./files/strip-types.js");
require("./lean-cdktf");

// Switches a warning of the AWS SDK off. The pinned release of the SDK supports Node.js 20, but warns that later releases will not support
// Node.js 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// Node.js reads source maps only if it was started with one of these options. Without these options, this file leaves source maps out, and
// the code is a third smaller.
const MAPS = process.execArgv.some((option) => /^--(enable-source-maps|inspect)/.test(option));

addHook((code, filename) => stripTypes(code, filename, MAPS), { exts: [".ts"] });

/** Loads a package. If the package is missing, prints the command that installs all packages, and ends the process. */
function installed(name) {
  try {
    return require(name);
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    console.error("the packages of this project are not installed; to install them, run: npm ci");
    process.exit(1);
  }
}
