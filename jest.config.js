const shared = { transform: { "\\.ts$": "@swc/jest" }, runtime: "<rootDir>/__tests__/runtime.js" };
const not = (...what) => ({ testPathIgnorePatterns: ["/node_modules/", "/__tests__/rehearsal/", ...what] });

/** @type {import("jest").Config} */
module.exports = {
  testSequencer: "<rootDir>/__tests__/sequencer.js",
  maxWorkers: 4, // on two cores: rehearsals mostly wait for the provider, which waits for AWS
  projects: [
    {
      ...shared,
      displayName: "unit", // the inner loop
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      ...not("\\.(process|properties)\\.test\\.ts$"),
    },
    {
      ...shared,
      displayName: "thorough", // starts processes, or looks for counterexamples at random
      testMatch: ["<rootDir>/__tests__/**/*.{process,properties}.test.ts"],
      ...not(),
    },
    { ...shared, displayName: "rehearsal", testMatch: ["<rootDir>/__tests__/rehearsal/*.test.ts"] },
  ],
};
