const { createRequire } = require("node:module");
const { default: Runtime } = require("jest-runtime");

/**
 * What takes longest to load, keeps nothing of a test, and hands out no object that is asked for its class. The AWS SDK is
 * not among it: it asks whether what a made-up AWS throws is an `Error`, and each test file has an `Error` of its own.
 */
const SHARED = /^(cdktf|constructs|valibot|@cdktf\/provider-aws\/.*)$/;

/** Loads packages once per worker, where Jest loads everything once per test file. */
module.exports = class SharingRuntime extends Runtime {
  isolated = false;

  requireModuleOrMock(from, name) {
    if (this.isolated || !SHARED.test(name)) return super.requireModuleOrMock(from, name);
    return createRequire(from)(name);
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
