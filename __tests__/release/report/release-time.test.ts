import type { HistoryLine } from "../../../src/release/client/history";
import { countsOf, failedShare, sharesOf } from "../../../src/release/report/counts";
import { bandsOf, releaseOf, weightsOver } from "../../../src/release/report/release-time";
import type { Measured, Point } from "../../../src/release/report/report";

const MINUTE = 60_000;
const ZERO = Date.parse("2026-03-04T05:00:00.000Z");
const NOW = ZERO + 100 * MINUTE;
const line = (
  minutes: number,
  action: HistoryLine["action"],
  release: string,
  more: Partial<HistoryLine> = {},
) => ({
  id: `${minutes}`,
  at: new Date(ZERO + minutes * MINUTE).toISOString(),
  action,
  release,
  candidate: "green" as const,
  ...more,
});
const green = (weight: number) => ({ blue: 100 - weight, green: weight });
const BAD = [
  line(0, "started", "a1", { from: green(0), to: green(5) }),
  line(10, "going back", "a1", { from: green(5), to: green(0) }),
  line(11, "rolled back", "a1", { to: green(0) }),
];
const RUNS = line(40, "started", "a2", { from: green(0), to: green(5) });
const HISTORY = [...BAD, RUNS];
const of = (id?: string, history: readonly HistoryLine[] = HISTORY) => releaseOf(history, id, NOW, "x1");

describe("a release", () => {
  it("is the newest one, or the one that begins with an id", () => {
    expect(of().id).toBe("a2");
    expect(of("a1").lines).toEqual(BAD);
    expect(of("a1", [...HISTORY, line(60, "started", "a11")]).id).toBe("a1"); // exactly this one
  });

  it("is refused where there is none, or several", () => {
    expect(() => of("b")).toThrow("no release has an id that begins with b; the newest ids are a1, a2");
    expect(() => of("a")).toThrow("the ids of several releases begin with a: a1, a2");
    expect(() => of(undefined, [])).toThrow("the history of x1 has no release");
  });

  it("is shown from five minutes before its start until ten after its end, or until now", () => {
    const { startedAt, endedAt, shown } = of("a1");
    expect([startedAt, endedAt, shown]).toEqual([
      ZERO,
      ZERO + 11 * MINUTE,
      { from: ZERO - 5 * MINUTE, to: ZERO + 21 * MINUTE },
    ]);
    expect(of("a2").endedAt).toBeUndefined();
    expect(of("a2").shown.to).toBe(NOW);
  });

  it("that has just ended is shown until now", () => {
    const { shown } = releaseOf(BAD, undefined, ZERO + 13 * MINUTE, "x1");
    expect(shown.to).toBe(ZERO + 13 * MINUTE);
  });

  it("without an end is shown until the next one began, not until now", () =>
    expect(of("a1", [line(0, "started", "a1"), RUNS]).shown.to).toBe(ZERO + 40 * MINUTE));

  it("without an end is followed by the next line that is not its own, and not by a freed lock", () => {
    const { release: _, ...repaired } = line(50, "repaired", "");
    const { release: __, ...unlocked } = line(45, "unlocked", "");
    const { followedBy, shown } = of("a2", [RUNS, unlocked, repaired]);
    expect([followedBy, shown.to]).toEqual([repaired, ZERO + 50 * MINUTE]);
    expect(of("a1", [...BAD, repaired]).followedBy).toBeUndefined();
  });

  it("that went back after it had completed has ended only when traffic is back", () => {
    const completed = line(10, "completed", "a1", { to: green(100) });
    const back = line(12, "going back", "a1", { to: green(0) });
    const rolledBack = line(13, "rolled back", "a1", { to: green(0) });
    expect(of("a1", [completed, back]).endedAt).toBeUndefined();
    expect(of("a1", [completed, back, rolledBack]).endedAt).toBe(ZERO + 13 * MINUTE);
  });

  it("is not shown past a command that moved traffic within ten minutes after its end", () => {
    const { release: _, ...back } = line(15, "going back", "", { to: green(100) });
    expect(of("a1", [...BAD, back]).shown.to).toBe(ZERO + 15 * MINUTE);
  });
});

describe("weights", () => {
  it("are those that the listener got: going back is a wish, rolled back is there", () =>
    expect(weightsOver(of("a1")).map(({ at, weight }) => [(at - ZERO) / MINUTE, weight])).toEqual([
      [-5, 0],
      [0, 5],
      [11, 0],
    ]));

  it.each(["held", "foreign"] as const)("are those of somebody else after %s", (action) => {
    const lines = [RUNS, line(41, action, "a2", { to: green(0) })];
    expect(weightsOver(of("a2", lines)).at(-1)?.weight).toBe(0);
  });

  it("of a promotion are 100 only when the controller moves traffic: the command alone moves none", () => {
    const promoted = [RUNS, line(41, "promoted", "a2")];
    const moved = [...promoted, line(42, "shifting", "a2", { from: green(5), to: green(100) })];
    expect([promoted, moved].map((lines) => weightsOver(of("a2", lines)).at(-1)?.weight)).toEqual([5, 100]);
  });
});

describe("bands", () => {
  const { ALARM, OK } = { ALARM: "ALARM", OK: "OK" } as const;
  const shown = { from: ZERO, to: ZERO + 20 * MINUTE };
  const minutes = (bands: ReturnType<typeof bandsOf>) =>
    bands.map(({ from, to, state }) => [(from - ZERO) / MINUTE, (to - ZERO) / MINUTE, state]);
  const seen = (at: number, state: string) => line(at, "shifting", "a1", { alarms: { x: state } });

  it("begin with what the first change says that was before it", () =>
    expect(
      minutes(bandsOf("x", [{ at: ZERO + 4 * MINUTE, was: OK, is: ALARM }], { lines: [], shown })),
    ).toEqual([
      [0, 4, OK],
      [4, 20, ALARM],
    ]));

  it("without changes are what the controller saw, and nothing before it looked", () =>
    expect(minutes(bandsOf("x", [], { lines: [seen(5, OK), seen(9, OK), seen(12, ALARM)], shown }))).toEqual([
      [5, 12, OK],
      [12, 20, ALARM],
    ]));

  it("of an alarm that nobody saw are none, and a state that there is not is nothing", () =>
    expect(
      bandsOf("y", [], { lines: [seen(5, OK), line(6, "set", "a1", { alarms: { y: "?" } })], shown }),
    ).toEqual([]));
});

describe("counts", () => {
  const point = (minute: number, requests: number, failed: number): Point => ({
    at: ZERO + minute * MINUTE,
    requests,
    failed,
  });
  const measured = (green: readonly Point[]): Measured => ({
    minutes: 1,
    points: { blue: [], green },
    refused: [],
    thresholds: {},
  });

  it("are of every point that the time from start to end has a part in, and of no other", () => {
    const points = [-1, 0, 5, 11, 12].map((minute) => point(minute, 10, 1));
    expect(countsOf(measured(points), "green", of("a1"))).toEqual({ requests: 30, failed: 3 });
  });

  it("are a share of the requests, and of no requests none", () =>
    expect([failedShare({ requests: 10, failed: 2 }), failedShare({ requests: 0, failed: 0 })]).toEqual([
      20,
      undefined,
    ]));

  it("of the shares sum up to those of the release", () => {
    const lines = [
      line(0.5, "started", "a3", { from: green(0), to: green(5) }),
      line(3.5, "shifting", "a3", { from: green(5), to: green(25) }),
      line(6.5, "rolled back", "a3", { to: green(0) }),
    ];
    const release = of("a3", lines);
    const all = measured([0, 1, 2, 3, 4, 5, 6, 7].map((minute) => point(minute, 10, minute)));
    expect(sharesOf(release, all).map(({ weight, counts }) => [weight, counts])).toEqual([
      [5, { requests: 30, failed: 3 }],
      [25, { requests: 40, failed: 18 }],
    ]);
    expect(countsOf(all, "green", release)).toEqual({ requests: 70, failed: 21 });
  });
});
