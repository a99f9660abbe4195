import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { loadEnvironment } from "../../src/settings/load";
import { ConfigurationError } from "../../src/settings/problems";
import { garbled, PLAIN, RUNS } from "../support/garbled";

const directory = mkdtempSync(join(tmpdir(), "environments-"));
afterAll(() => rmSync(directory, { recursive: true }));

const REAL = {
  profile: "ephemeral",
  database: { maxCapacityAcu: 4 },
  application: { environment: { LOG_LEVEL: "debug" } },
  weights: { blue: 50, green: 50 },
};

it("whatever is in the place of a settings file is accepted or refused by the file's name, and others load", () => {
  const file = join(directory, "dev.json");
  writeFileSync(join(directory, "qa.json"), JSON.stringify(REAL));
  let refused = 0;
  fc.assert(
    fc.property(garbled(REAL), (bytes) => {
      writeFileSync(file, bytes);
      try {
        loadEnvironment({ suffix: "dev", stateBucket: "state", directory });
      } catch (error) {
        refused += 1;
        expect(error).toBeInstanceOf(ConfigurationError);
        const [first, ...problems] = (error as Error).message.split("\n");
        expect(first).toMatch(/^\d+ problems? in /);
        expect(first?.endsWith(file)).toBe(true);
        for (const problem of problems) {
          expect(problem).toMatch(PLAIN);
          expect(problem).toMatch(/^ {2}.+: got .+, allowed: .+$/);
          expect(problem.length).toBeLessThan(1000);
        }
      }
      expect(loadEnvironment({ suffix: "qa", stateBucket: "state", directory }).file).toBeDefined();
    }),
    RUNS,
  );
  expect(refused).toBeGreaterThan(RUNS.numRuns / 2);
});
