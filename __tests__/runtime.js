const async = require("node:async_hooks");
const { createRequire } = require("node:module");
const vm = require("node:vm");
const { default: Runtime } = require("jest-runtime");

/**
 * Packages that are loaded once per worker. They take the longest to load, keep no state of a test, and return no objects that are tested
 * with `instanceof`. The AWS SDK is not shared, because it tests with `instanceof Error`, and each test file has its own `Error` class.
 */
const SHARED = /^(cdktf|constructs|valibot|@cdktf\/provider-aws\/.*)$/;

require("../src/lean-cdktf"); // as in commands; without it, Jest would look up source maps for the stack trace of each CDKTF token

/** Modules that this worker has compiled. Each test file evaluates the compiled module again in its own context. */
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
  known.importModuleDynamically = importModuleDynamically; // the function of the running test file
  return known.script.runInContext(parsingContext);
};

/** A Jest runtime that loads the packages of `SHARED` once per worker. Jest itself loads every package once per test file. */
module.exports = class SharingRuntime extends Runtime {
  isolated = false;
  storages = [];

  requireModuleOrMock(from, name) {
    if (this.isolated || !SHARED.test(name)) return super.requireModuleOrMock(from, name);
    return createRequire(from)(name);
  }

  /**
   * Collects AsyncLocalStorage objects, so that `teardown` can disable them. Jest does not, and Node.js visits all of them for every
   * promise.
   */
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

  /** Shares no packages in `jest.isolateModules`, because the test wants to load them again. */
  isolateModules(load) {
    this.isolated = true;
    try {
      super.isolateModules(load);
    } finally {
      this.isolated = false;
    }
  }
};
