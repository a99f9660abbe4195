import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settled } from "../../../src/release/report/counts";
import type { Measured } from "../../../src/release/report/report";

const failedOf = (...failed: readonly number[]) =>
  settled(failed.map((it, at) => ({ at, requests: 200, failed: it }))).map((it) => it.failed);

it.each([
  [
    [1, 5, -6],
    [0, 0, 0],
  ],
  [
    [0, 2, -2, 1],
    [0, 0, 0, 1],
  ],
  [
    [4, -1, 0],
    [3, 0, 0],
  ],
  [
    [9, 1, 0, 0, -3],
    [7, 0, 0, 0, 0],
  ],
  [
    [-1, 3],
    [0, 3],
  ],
  [
    [2, -1, -1, 7],
    [0, 0, 0, 7],
  ],
])("an answer that came in a later minute is no failed request of its own: %p", (counted, shown) =>
  expect(failedOf(...counted)).toEqual(shown),
);

it.each(["good", "bad"])(
  "the kept data of the rehearsed %s release have no failed requests below none",
  (name) => {
    const file = join(__dirname, "../../../docs/pictures", `release-${name}.json`);
    const { measured } = JSON.parse(readFileSync(file, "utf8")) as { measured: Measured };
    const failed = Object.values(measured.points).flatMap((points) => points.map((it) => it.failed));
    expect(failed.length).toBeGreaterThan(10);
    expect(Math.min(...failed)).toBe(0);
  },
);
