import { readFileSync } from "node:fs";
import { MINUTE } from "../../../src/release/controller/decision";
import { failedShare } from "../../../src/release/report/counts";
import type { Point, Report } from "../../../src/release/report/report";
import { badRelease, goodRelease, stuckRelease } from "./made-up-releases";

const kept = (name: string): Report => JSON.parse(readFileSync(`docs/pictures/release-${name}.json`, "utf8"));
const RELEASES: Readonly<Record<string, Report>> = {
  "made-up good": goodRelease(),
  "made-up bad": badRelease(),
  "made-up stuck": stuckRelease(),
  "rehearsed good": kept("good"),
  "rehearsed bad": kept("bad"),
};

/** The number of minutes by which an alarm may be late. */
const ON_THE_WAY = 2;

/** The value of one minute that an alarm of the candidate compares with its threshold. */
const compared: Readonly<Record<string, (point: Point) => number | undefined>> = {
  failedPercent: failedShare,
  p99Seconds: ({ p99 }) => p99,
};

/** Bars that are OK although enough minutes in them are beyond the threshold. */
function contradictions({ suffix, release, measured, alarms }: Report): string[] {
  if ("missing" in measured) throw new Error("a picture needs numbers");
  const { candidate } = release;
  return Object.entries({ failedPercent: "failed-requests", p99Seconds: "p99-latency" }).flatMap(
    ([threshold, what]) => {
      const limit = measured.thresholds[threshold as keyof typeof measured.thresholds] ?? Number.NaN;
      const name = `alarm-${candidate}-${what}-${suffix}`;
      const { bands, points: { wrong, of } = { wrong: 3, of: 5 } } = alarms.find(
        (alarm) => alarm.name === name,
      ) ?? { bands: [] };
      return bands
        .filter(({ state }) => state === "OK")
        .filter(({ from, to }) => {
          const beyond = measured.points[candidate]
            .filter(({ at }) => at >= from && at + (1 + ON_THE_WAY) * MINUTE <= to)
            .map((point) => (compared[threshold]?.(point) ?? 0) > limit);
          return beyond.some((_, at) => beyond.slice(at, at + of).filter(Boolean).length >= wrong);
        })
        .map(() => name);
    },
  );
}

it.each(Object.entries(RELEASES))(
  "no bar of the %s release is OK while its numbers are beyond the threshold for long",
  (_, report) => expect(contradictions(report)).toEqual([]),
);

it("a bar that is OK above its threshold is found", () => {
  const bad = badRelease();
  if ("missing" in bad.measured) throw new Error("the bad release was measured");
  const measured = { ...bad.measured, thresholds: { failedPercent: 5, p99Seconds: 1 } };
  expect(contradictions({ ...bad, measured })).toEqual(["alarm-blue-p99-latency-prod"]);
});
