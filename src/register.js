// Lets Node.js run this project's TypeScript: types are stripped here and checked by `tsc`. Measured with
// `node --require ... main.ts`: docs/decisions/0002-toolchain.md says why not a heavier loader.
const { transformSync } = require("@swc/core");
const { addHook } = require("pirates");

// This project supports Node.js 20 with the SDK release it pins; the SDK announces that later ones will not.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

addHook(
  (code, filename) =>
    transformSync(code, {
      filename,
      configFile: false,
      swcrc: false,
      sourceMaps: "inline",
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs", ignoreDynamic: true },
    }).code,
  { exts: [".ts"] },
);
