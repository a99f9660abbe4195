// Lets cdktf load and note less than it would; what it synthesizes stays the same. Together with `prepareStack` of
// `remote-stack.ts`, a synth takes a fifth less: docs/decisions/0002-toolchain.md.
const Module = require("node:module");
const util = require("node:util");

const OF_CDKTF = /[\\/]node_modules[\\/]cdkt[fn][\\/]lib\b/; // cdktn is its successor: npm run successor
const debugged = process.execArgv.some((option) => /^--(enable-source-maps|inspect)/.test(option));

const load = Module._load;
Module._load = function (name, from, ...rest) {
  if (OF_CDKTF.test(from?.path)) {
    // Zips assets, for which cdktf starts a process of its own: 200 of the 370 files that cdktf loads.
    if (name === "archiver") return {};
    // From Node.js 22 on, the function of this name warns of itself, once in each synth. https://nodejs.org/api/deprecations.html#DEP0044
    if (name === "util") return Object.create(util, { isArray: { value: Array.isArray } });
    // Where each of some thousand tokens was made, for the message of an error in one.
    if (name.endsWith("/stack-trace") && !debugged) {
      const traces = load.call(this, name, from, ...rest);
      return Object.fromEntries(Object.keys(traces).map((capture) => [capture, () => []]));
    }
  }
  return load.call(this, name, from, ...rest);
};
