import { colorAlarmNames } from "../../../src/naming/alarm-names";
import type { HistoryLine } from "../../../src/release/client/history";
import { type Color, greenWhere, otherColor, weightsOfGreen } from "../../../src/release/controller/color";
import { MINUTE } from "../../../src/release/controller/decision";
import type { Release } from "../../../src/release/controller/document";
import { bandsOf, type Change, releaseOf, weightsOver } from "../../../src/release/report/release-time";
import type { Point, Report } from "../../../src/release/report/report";

const STARTED = Date.parse("2026-03-04T05:06:07.000Z");
const SUFFIX = "prod";
const BY = "arn:aws:sts::123456789012:assumed-role/releaser-role-prod/ada";
const image = (digit: string) => `registry.example.com/payments@sha256:${digit.repeat(64)}`;
const images = { blue: image("a"), green: image("b") };

interface Story {
  readonly id: string;
  readonly candidate: Color;
  /** The lines of the history: action, minutes after the start, the candidate's weights before and after, and the reason. */
  readonly lines: readonly (readonly [
    action: HistoryLine["action"],
    minutes: number,
    from?: number | undefined,
    to?: number | undefined,
    reason?: string,
  ])[];
  readonly lastsMinutes: number;
  /** The share of the candidate's requests that fail, and the candidate's p99 in seconds, by minutes after the start. */
  readonly fails: (minute: number) => readonly [share: number, p99: number];
  /** The minute from which the stable color has no tasks, so that its requests get 503. @default - it always has tasks */
  readonly stableEndsAfter?: number;
  /** The changes of state of the candidate's alarm on failed requests. */
  readonly changes: readonly Change[];
}

/** Random numbers that are the same in every run. */
function chance(): () => number {
  let state = 7;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const WEIGHTS = [5, 25, 50, 100];

function told(story: Story): Report {
  const {
    id,
    candidate,
    lines,
    lastsMinutes,
    fails,
    changes,
    stableEndsAfter = Number.POSITIVE_INFINITY,
  } = story;
  const names = colorAlarmNames(SUFFIX, candidate);
  const failed = names[0] ?? "";
  const stateAt = (at: number) => changes.findLast((it) => it.at <= at)?.is ?? "OK";
  const history = lines.map(([action, minutes, from, to, reason], index): HistoryLine => {
    const at = STARTED + minutes * MINUTE;
    const weights = (weight: number) => weightsOfGreen(greenWhere(candidate, weight));
    return {
      id: `${index}-0`,
      at: new Date(at).toISOString(),
      action,
      release: id,
      candidate,
      images,
      alarms: Object.fromEntries(names.map((name) => [name, name === failed ? stateAt(at) : "OK"])),
      ...((action === "started" || action === "resumed") && {
        by: BY,
        requestId: "8f14e45f-ceea-467f-9575-0c6f1b9d2a11",
      }),
      ...(from !== undefined && { from: weights(from) }),
      ...(to !== undefined && { to: weights(to) }),
      ...(reason !== undefined && { reason }),
    };
  });
  const madeAt = STARTED + lastsMinutes * MINUTE;
  const release = releaseOf(history, id, madeAt, SUFFIX);
  const random = chance();
  const refused: { at: number; requests: number }[] = [];
  const points: Record<Color, Point[]> = { blue: [], green: [] };
  for (let at = Math.floor(release.shown.from / MINUTE) * MINUTE; at < release.shown.to; at += MINUTE) {
    const minute = (at - STARTED) / MINUTE;
    const weight = weightsOver(release).findLast((it) => it.at <= at)?.weight ?? 0;
    const all = 2400 + 300 * random();
    const [share, p99] = fails(minute);
    for (const color of ["blue", "green"] as const) {
      const isCandidate = color === candidate;
      const requests = Math.round((all * (isCandidate ? weight : 100 - weight)) / 100);
      if (requests === 0) continue;
      if (!isCandidate && minute >= stableEndsAfter) {
        refused.push({ at, requests });
        continue;
      }
      const part = isCandidate ? share : 0.0004;
      points[color].push({
        at,
        requests,
        failed: Math.round(requests * part * (0.7 + 0.6 * random())),
        p99: (isCandidate ? p99 : 0.34) * (0.9 + 0.25 * random()),
      });
    }
  }
  const planned: Release = {
    id,
    candidate,
    steps: WEIGHTS.map((weight) => ({ weight, bakeMinutes: 10, approval: weight === 50 })),
    step: 3,
    approved: 3,
    alarms: names,
    minRequests: 100,
    maxBakeMinutes: 60,
    promoted: false,
    images,
    taskDefinitions: {
      blue: `task-definition-blue-${SUFFIX}:41`,
      green: `task-definition-green-${SUFFIX}:42`,
    },
    by: BY,
    requestId: "8f14e45f-ceea-467f-9575-0c6f1b9d2a11",
    reason: "",
    startedAt: STARTED,
  };
  return {
    suffix: SUFFIX,
    release,
    planned,
    measured: { minutes: 1, points, refused, thresholds: { failedPercent: 5, p99Seconds: 2 } },
    alarms: names.map((name) => ({
      name,
      points: { wrong: 3, of: name.includes("quiet") ? 4 : 5, seconds: name.includes("quiet") ? 300 : 60 },
      bands: bandsOf(name, name === failed ? changes : [], release),
    })),
    madeAt,
  };
}

/** A release in which green takes over in four steps. A person approves the third step. */
export const goodRelease = (): Report =>
  told({
    id: "0f9c1a2b-53d1-4c19-9d0e-0b7c2a3f4e51",
    candidate: "green",
    lines: [
      ["started", 0, 0, 5, "green: 0 -> 5 -> 25 -> 50 -> 100 %; ticket 42"],
      ["shifting", 11, 5, 25],
      ["paused", 22, undefined, undefined, "the next step needs an approval: resume approves it"],
      ["resumed", 26],
      ["shifting", 27, 25, 50],
      ["shifting", 38, 50, 100],
      ["completed", 49, undefined, 100],
    ],
    lastsMinutes: 62,
    fails: () => [0.0005, 0.31],
    changes: [],
  });

/** A release of blue that fails one request in seven once it has a quarter of the traffic. Its alarm sends all traffic back. */
export const badRelease = (): Report => {
  const alarm = colorAlarmNames(SUFFIX, "blue")[0];
  return told({
    id: "7b1e9d40-2f6a-4e0b-8a33-61c2d5e7f908",
    candidate: "blue",
    lines: [
      ["started", 0, 0, 5, "blue: 0 -> 5 -> 25 -> 50 -> 100 %; ticket 43"],
      ["shifting", 11, 5, 25],
      ["going back", 15.6, 25, 0, `in ALARM: ${alarm}`],
      ["rolled back", 15.8, undefined, 0, `in ALARM: ${alarm}`],
    ],
    lastsMinutes: 30,
    fails: (minute) => (minute < 11.5 ? [0.002, 0.4] : [0.145, 1.4]), // p99 stays below the alarm's 2 s
    changes: [
      { at: STARTED + 15.5 * MINUTE, was: "OK", is: "ALARM" },
      { at: STARTED + 19 * MINUTE, was: "ALARM", is: "INSUFFICIENT_DATA" },
    ],
  });
};

/** The same release, but the stable color loses its tasks before the alarm, so no traffic can go back. */
export const stuckRelease = (): Report => {
  const stable = otherColor("blue");
  return told({
    id: "c4a760a8-1f2d-4b3c-9e8f-70a1b2c3d4e5",
    candidate: "blue",
    lines: [
      ["started", 0, 0, 5, "blue: 0 -> 5 -> 25 -> 50 -> 100 %"],
      ["shifting", 11, 5, 25],
      ["going back", 15.6, 25, 0, `in ALARM: ${colorAlarmNames(SUFFIX, "blue")[0]}`],
      [
        "stuck",
        15.6,
        undefined,
        undefined,
        `in ALARM: ${colorAlarmNames(SUFFIX, "blue")[0]}; but ${stable} cannot answer (targets: blue 2 healthy of 2, ${stable} 0 healthy of 0)`,
      ],
    ],
    lastsMinutes: 24,
    stableEndsAfter: 14,
    fails: (minute) => (minute < 11.5 ? [0.002, 0.4] : [0.145, 1.4]),
    changes: [{ at: STARTED + 15.5 * MINUTE, was: "OK", is: "ALARM" }],
  });
};
