import type { Report } from "../../../src/release/report/report";
import { pointsWords, whyLater } from "../../../src/release/report/why-later";
import { badRelease, goodRelease } from "./made-up-releases";

it.each([
  [{ wrong: 3, of: 5, seconds: 60 }, "3 of the last 5 minutes are beyond its threshold"],
  [{ wrong: 1, of: 2, seconds: 60 }, "1 of the last 2 minutes is beyond its threshold"],
  [{ wrong: 1, of: 1, seconds: 60 }, "the last minute is beyond its threshold"],
  [{ wrong: 3, of: 4, seconds: 300 }, "3 of the last 4 points of 5 minutes are beyond its threshold"],
  [{ wrong: 1, of: 1, seconds: 10 }, "the last point of 10 s is beyond its threshold"],
])("says when an alarm goes to ALARM: %p", (points, words) => expect(pointsWords(points)).toBe(words));

describe("why traffic went back no sooner", () => {
  const bad = badRelease();
  const of = (changes: Partial<Report>) => whyLater({ ...bad, ...changes });
  const DEFINITION =
    "alarm-blue-failed-requests-prod goes to ALARM when 3 of the last 5 minutes are beyond its threshold, and CloudWatch judges each data point only after its period has ended";

  it("is the alarm's definition, and when the first failures were counted", () =>
    expect(of({})).toBe(
      `${DEFINITION}; the first minute in which more than 5 % of the requests to blue failed began at 05:18:00.`,
    ));

  it("is the definition alone where nothing was counted, or nothing above the threshold", () => {
    expect(of({ measured: { missing: "nobody asked" } })).toBe(`${DEFINITION}.`);
    const measured = { minutes: 1, points: { blue: [], green: [] }, refused: [], thresholds: {} };
    expect(of({ measured: { ...measured, thresholds: { failedPercent: 5 } } })).toBe(`${DEFINITION}.`);
    expect(of({ measured })).toBe(`${DEFINITION}.`);
  });

  it("is not told of failures before the start, which are of another version", () => {
    if ("missing" in bad.measured) throw new Error("the bad release was measured");
    const before = { at: bad.release.startedAt - 3 * 60_000, requests: 100, failed: 100 };
    const points = { ...bad.measured.points, blue: [before, ...bad.measured.points.blue] };
    expect(of({ measured: { ...bad.measured, points } })).toMatch(/ began at 05:18:00\.$/);
  });

  it("is not known where no alarm sent it back, or its definition could not be read", () => {
    expect(whyLater(goodRelease())).toBeUndefined();
    expect(of({ alarms: bad.alarms.map(({ points: _, ...alarm }) => alarm) })).toBeUndefined();
  });
});
