const shared = { transform: { "\\.ts$": "@swc/jest" } };

/** @type {import("jest").Config} */
module.exports = {
  maxWorkers: "100%",
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "/__tests__/rehearsal/"],
    },
    { ...shared, displayName: "rehearsal", testMatch: ["<rootDir>/__tests__/rehearsal/*.test.ts"] },
  ],
};
