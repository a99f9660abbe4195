import type { HistoryLine } from "../../../src/release/client/history";
import { sharesAt, sharesText, tellsSharesAt } from "../../../src/release/client/history-at";
import { BY } from "./made-up";

const images = { blue: "app:1", green: "app:2" };
const of = { release: "release-1", candidate: "green", images } as const;
const LINES: readonly HistoryLine[] = [
  {
    ...of,
    id: "1-0",
    at: "2026-03-04T05:00:00.000Z",
    action: "started",
    by: BY,
    requestId: "request-1",
    from: { blue: 100, green: 0 },
    to: { blue: 95, green: 5 },
    reason: "green: 0 -> 5 -> 25 %; ticket 42",
  },
  {
    ...of,
    id: "2-0",
    at: "2026-03-04T05:10:00.000Z",
    action: "shifting",
    from: { blue: 95, green: 5 },
    to: { blue: 75, green: 25 },
  },
  { ...of, id: "3-0", at: "2026-03-04T05:12:00.000Z", action: "resumed", by: "arn:bob" },
  {
    ...of,
    id: "4-0",
    at: "2026-03-04T05:15:00.000Z",
    action: "rolled back",
    to: { blue: 100, green: 0 },
    reason: "in ALARM: bad",
  },
];
const at = (time: string) => sharesAt(LINES, new Date(`2026-03-04T${time}Z`));

it("says which image had which share, since when, in which release, who started it and why", () => {
  const found = at("05:16:00");
  expect(found).toEqual({
    at: "2026-03-04T05:16:00.000Z",
    since: "2026-03-04T05:15:00.000Z",
    action: "rolled back",
    shares: { blue: 100, green: 0 },
    images,
    release: "release-1",
    by: BY,
    requestId: "request-1",
    reason: "in ALARM: bad",
  });
  if ("unknown" in found) throw new Error(found.unknown);
  expect(sharesText("x1", found)).toBe(`environment x1 at 2026-03-04T05:16:00.000Z
  blue   100 %  app:1
  green    0 %  app:2
since 2026-03-04T05:15:00.000Z: rolled back, release release-1
who: assumed-role/releaser-role-x1/ada; the request id in CloudTrail is request-1
why: in ALARM: bad`);
});

it("takes the newest weights at or before the time, and says when traffic was on its way to them", () => {
  expect(at("05:00:00")).toMatchObject({ shares: { green: 5 }, from: { green: 0 } });
  expect(at("05:11:59")).toMatchObject({ shares: { green: 25 }, from: { green: 5 }, by: BY });
  const later = at("05:14:59"); // a line without weights came after them
  expect(later).toMatchObject({ shares: { green: 25 }, action: "shifting" });
  expect(later).not.toHaveProperty("from");
});

it.each(["stuck", "not rolled back", "paused"] as const)(
  "does not take the wish for the traffic where it is %s",
  (action) => {
    const line: HistoryLine = {
      ...of,
      id: "5-0",
      at: "2026-03-04T05:20:00.000Z",
      action,
      from: { blue: 75, green: 25 },
      to: { blue: 50, green: 50 },
    };
    const found = sharesAt([...LINES, line], new Date("2026-03-04T05:21:00Z"));
    expect(found).toMatchObject({ action, shares: { blue: 75, green: 25 } });
    expect(found).not.toHaveProperty("from");
    const { from: _, ...unseen } = line;
    const before = sharesAt([...LINES, unseen], new Date("2026-03-04T05:21:00Z"));
    expect(before).toMatchObject({ action: "rolled back", shares: { blue: 100, green: 0 } });
  },
);

it("says that the history does not go back so far, rather than to guess", () => {
  expect(at("04:59:59")).toEqual({
    unknown: "the history has no weights from 2026-03-04T04:59:59.000Z or before",
  });
});

it("is told by lines that reach back to weights and to the start of their release, and by no fewer", () => {
  const time = new Date("2026-03-04T05:16:00Z");
  const tells = [1, 2, 3, 4].map((newest) => tellsSharesAt(LINES.slice(-newest), time));
  expect(tells).toEqual([false, false, false, true]);
  const [, ...set] = LINES.map(({ release: _, ...line }) => line); // by hand: of no release
  expect(tellsSharesAt(set.slice(-1), time)).toBe(true);
});
