import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

const TESTS = join(__dirname, "..");
const { projects } = require("../../jest.config");

/** The test files of one of Jest's projects: paths in `__tests__`. */
export function testsOf(project: string): string[] {
  const { testRegex, testPathIgnorePatterns = [] } = projects.find(
    ({ displayName }: { displayName: string }) => displayName === project,
  );
  const matches = (file: string, patterns: string[]) =>
    patterns.some((it) => new RegExp(it).test(`/__tests__/${file}`));
  return readdirSync(TESTS, { recursive: true, encoding: "utf8" })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => matches(file, [testRegex].flat()) && !matches(file, testPathIgnorePatterns))
    .sort();
}

const alone = testsOf("together");

/** The unit tests that run together; the others are `ALONE` (jest.config.js). */
export const FILES = testsOf("unit").filter((file) => !alone.includes(file));

/** How many parts there are: one per core of a small machine. */
export const PARTS = 2;

/**
 * Runs a part of the unit tests as one test file. Jest evaluates every module anew for each test file, which takes three quarters of the
 * time of all unit tests; here, they share their modules. `npm run test:long` runs each file by itself, every night, so a test that passes
 * only after another one fails there.
 *
 * @param part from 1
 */
export function together(part: number): void {
  // Files of one folder are in one part, because they load the same modules.
  for (const file of FILES.filter((_, at) => Math.floor((at * PARTS) / FILES.length) === part - 1)) {
    const path = join(TESTS, file);
    if (
      /jest\.(mock|doMock|resetModules|isolateModules)\(|MatchingSnapshot\(|toMatchSnapshot\(/.test(
        readFileSync(path, "utf8"),
      )
    ) {
      throw new Error(`${file} replaces modules or keeps snapshots: add it to ALONE in jest.config.js`);
    }
    describe(file, () => {
      require(path);
    });
  }
}
