const async = require("node:async_hooks");
const { createRequire } = require("node:module");
const vm = require("node:vm");
const { default: Runtime } = require("jest-runtime");

/**
 * What takes longest to load, keeps nothing of a test, and hands out no object that is asked for its class. The AWS SDK is
 * not among it: it asks whether what a made-up AWS throws is an `Error`, and each test file has an `Error` of its own.
 */
const SHARED = /^(cdktf|constructs|valibot|@cdktf\/provider-aws\/.*)$/;

require("../src/lean-cdktf"); // as in commands; Jest would also look up the source map of each line of a token's stack

/** What was compiled by this worker: every test file evaluates it anew, in a context of its own. */
const compiled = new Map();

vm.compileFunction = (source, parameters, { filename, importModuleDynamically, parsingContext }) => {
  const head = `(function (${parameters.join(", ")}) {`;
  const text = `${head}${source}\n})`;
  let known = compiled.get(filename);
  if (known?.text !== text) {
    const own = { text };
    own.script = new vm.Script(text, {
      filename,
      columnOffset: -head.length,
      importModuleDynamically: (...which) => own.importModuleDynamically(...which),
    });
    compiled.set(filename, own);
    known = own;
  }
  known.importModuleDynamically = importModuleDynamically; // of the test file that runs
  return known.script.runInContext(parsingContext);
};

/** Loads packages once per worker, where Jest loads everything once per test file. */
module.exports = class SharingRuntime extends Runtime {
  isolated = false;
  storages = [];

  requireModuleOrMock(from, name) {
    if (this.isolated || !SHARED.test(name)) return super.requireModuleOrMock(from, name);
    return createRequire(from)(name);
  }

  /** Jest forgets its storages without disabling them, and Node.js goes through all of them for every promise. */
  requireInternalModule(from, name) {
    if (name !== "node:async_hooks") return super.requireInternalModule(from, name);
    const { storages } = this;
    class AsyncLocalStorage extends async.AsyncLocalStorage {
      constructor(...options) {
        super(...options);
        storages.push(this);
      }
    }
    return { ...async, AsyncLocalStorage };
  }

  teardown() {
    for (const storage of this.storages) storage.disable();
    super.teardown();
  }

  /** Here a test wants everything anew. */
  isolateModules(load) {
    this.isolated = true;
    try {
      super.isolateModules(load);
    } finally {
      this.isolated = false;
    }
  }
};
