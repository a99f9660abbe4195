const shared = {
  transform: { "\\.ts$": "@swc/jest" },
  runtime: "<rootDir>/__tests__/runtime.js",
  globalSetup: "<rootDir>/__tests__/support/sources.js",
};
/**
 * Unit tests that need modules of their own: they replace modules of others (`jest.mock`), or keep snapshots beside them. The other unit
 * tests run together (`__tests__/together/together.ts`).
 */
const ALONE = [
  "account/main",
  "account/stack",
  "deploy/plan-environment",
  "doctor/check",
  "doctor/network",
  "doctor/verify",
  "resources/rows",
  "settings/messages",
  "stack",
  "terminal/confirm",
].map((name) => `/__tests__/${name}\\.test\\.ts$`);
const not = (...what) => ({ testPathIgnorePatterns: ["/node_modules/", ...what] });

/**
 * What each tier is for, and what it may take: docs/testing.md. Files are chosen by regular expressions: a glob takes brackets in the
 * checkout's own path for its own. @type {import("jest").Config}
 */
module.exports = {
  testTimeout: 240_000, // for what hangs: a busy machine takes seconds for what takes milliseconds
  testSequencer: "<rootDir>/__tests__/sequencer.js",
  projects: [
    {
      ...shared,
      displayName: "unit", // the inner loop
      testRegex: "/__tests__/.*\\.test\\.ts$",
      ...not("/__tests__/rehearsal/", "\\.(process|properties)\\.test\\.ts$"),
    },
    {
      ...shared,
      displayName: "thorough", // starts processes, looks for counterexamples at random, or goes through everything
      testRegex: "/__tests__/.*\\.(process|properties)\\.test\\.ts$",
      // A browser is a person's, and no part of a CI job.
      ...not("/__tests__/rehearsal/", ...(process.env.CI ? ["/browser\\.process\\.test\\.ts$"] : [])),
    },
    {
      ...shared,
      displayName: "rehearsal",
      testRegex: "/__tests__/rehearsal/[^/]+\\.test\\.ts$",
      ...not("\\.long\\.test\\.ts$"),
    },
    { ...shared, displayName: "long", testRegex: "/__tests__/rehearsal/[^/]+\\.long\\.test\\.ts$" },
    {
      ...shared,
      displayName: "together", // `unit`, in fewer files
      testRegex: ["/__tests__/together/part-\\d\\.ts$", ...ALONE],
      testEnvironmentOptions: { globalsCleanup: "off" }, // the parts are too large for it, and end with their worker
    },
  ],
};
