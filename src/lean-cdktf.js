// Makes cdktf load fewer files and record fewer stack traces. The synthesized JSON stays the same. Together with `prepareStack` of
// `remote-stack.ts`, this file makes a synth a fifth faster: docs/decisions/0002-toolchain.md.
const Module = require("node:module");
const util = require("node:util");

const OF_CDKTF = /[\\/]node_modules[\\/]cdkt[fn][\\/]lib\b/; // `npm run successor` tests this project with cdktn, the successor of cdktf
const debugged = process.execArgv.some((option) => /^--(enable-source-maps|inspect)/.test(option));

const load = Module._load;
Module._load = function (name, from, ...rest) {
  if (OF_CDKTF.test(from?.path)) {
    // cdktf zips assets with `archiver` in a separate process, so this process does not need `archiver`. `archiver` accounts for 200 of the
    // 370 files that cdktf loads.
    if (name === "archiver") return {};
    // From Node.js 22 on, util.isArray prints a deprecation warning in each synth. https://nodejs.org/api/deprecations.html#DEP0044
    if (name === "util") return Object.create(util, { isArray: { value: Array.isArray } });
    // cdktf records a stack trace for each of a few thousand tokens. It needs the trace only for the error message about a faulty token.
    if (name.endsWith("/stack-trace") && !debugged) {
      const traces = load.call(this, name, from, ...rest);
      return Object.fromEntries(Object.keys(traces).map((capture) => [capture, () => []]));
    }
  }
  return load.call(this, name, from, ...rest);
};
