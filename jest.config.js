const shared = { transform: { "\\.ts$": "@swc/jest" } };

/** @type {import("jest").Config} */
module.exports = {
  maxWorkers: 3, // on two cores: rehearsals mostly wait for the provider, which waits for AWS
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
