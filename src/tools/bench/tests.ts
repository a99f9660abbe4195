import { measure, type Row, summarize, time } from "./measure";

/**
 * Measures how long the tests take.
 *
 * @param whole true if `npm test` is measured too, which takes many minutes
 */
export async function benchTests(whole: boolean): Promise<Row[]> {
  const [unit] = await measure(1, {
    what: "npm run test:unit, the second time",
    words: ["npm", "run", "--silent", "test:unit"],
  });
  const rows = [{ ...unit, goal: "at most 10 s", met: unit.medianSeconds <= 10 }];
  if (!whole) return rows;
  const all = summarize("npm test, in one run", [await time({ words: ["npm", "test", "--silent"] })]);
  return [...rows, { ...all, goal: "at most 600 s", met: all.medianSeconds <= 600 }];
}
