import type { HistoryLine } from "../../../src/release/client/history";
import { readSharesAt, sharesAt, sharesText, tellsSharesAt } from "../../../src/release/client/history-at";
import { BY, ENVIRONMENT } from "./made-up";

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
  expect(
    sharesText("x1", found),
  ).toBe(`environment x1 at 2026-03-04T05:16:00.000Z, according to the release history
  blue   100 %  app:1
  green    0 %  app:2
  the images are those of the release's start: the history does not contain later deployments
since 2026-03-04T05:15:00.000Z: rolled back, release release-1
who: assumed-role/releaser-role-x1/ada; the request id in CloudTrail is request-1
why: in ALARM: bad`);
});

it("takes the newest weights at or before the time, and says when traffic was on its way to them", () => {
  expect(at("05:00:00")).toMatchObject({ shares: { green: 5 }, from: { green: 0 } });
  expect(at("05:11:59")).toMatchObject({ shares: { green: 25 }, from: { green: 5 }, by: BY });
  const later = at("05:14:59"); // a line without weights confirms no move
  expect(later).toMatchObject({ shares: { green: 25 }, from: { green: 5 }, action: "shifting" });
  if ("unknown" in later) throw new Error(later.unknown);
  expect(sharesText("x1", later)).toContain(
    "\n  until that time, no line of the history confirms the move to these weights: the listener may still have had blue 95 %, green 5 %\n",
  );
  expect(at("05:15:00")).not.toHaveProperty("from");
});

it.each<[string, Partial<HistoryLine> & Pick<HistoryLine, "action">]>([
  ["held, written by an older version", { action: "held", reason: "rollback --direct to blue" }],
  ["foreign, with a maintenance page", { action: "foreign", reason: "the listener forwards to no color" }],
  ["going back, from a maintenance page", { action: "going back", to: { blue: 0, green: 100 } }],
])("does not take the weights before a line that lacks them: %s", (_, more) => {
  const lines = [...LINES, { ...of, id: "5-0", at: "2026-03-04T05:20:00.000Z", ...more }];
  const time = new Date("2026-03-04T07:20:00Z");
  expect(sharesAt(lines, time)).toEqual({
    unknown: [
      `the weights at 2026-03-04T07:20:00.000Z are not known: the history's line "${more.action}" of 2026-03-04T05:20:00.000Z does not contain the listener's weights`,
      ...(more.reason === undefined ? [] : [`its reason: ${more.reason}`]),
      'the line before with weights: "rolled back" of 2026-03-04T05:15:00.000Z, blue 100 %, green 0 %',
    ].join("\n  "),
  });
  expect(tellsSharesAt(lines.slice(-1), time)).toBe(true); // older lines cannot tell more
});

it("takes the weights of a line about a move by somebody else", () => {
  const held: HistoryLine = {
    ...of,
    id: "5-0",
    at: "2026-03-04T05:20:00.000Z",
    action: "held",
    to: { blue: 0, green: 100 },
    by: BY,
  };
  const found = sharesAt([...LINES, held], new Date("2026-03-04T07:20:00Z"));
  expect(found).toMatchObject({ action: "held", shares: { green: 100 }, by: BY });
  expect(found).not.toHaveProperty("from");
});

it.each(["resumed", "promoted"] as const)(
  "knows that %s lets a move continue that a pause interrupted",
  (action) => {
    const paused = (from: number): HistoryLine => ({
      ...of,
      id: "5-0",
      at: "2026-03-04T05:20:00.000Z",
      action: "paused",
      from: { blue: 100 - from, green: from },
      to: { blue: 50, green: 50 },
    });
    const goesOn: HistoryLine = { ...of, id: "6-0", at: "2026-03-04T05:22:00.000Z", action, by: "arn:bob" };
    const on = (from: number) => sharesAt([...LINES, paused(from), goesOn], new Date("2026-03-04T05:30:00Z"));
    const since = goesOn.at;
    expect(on(25)).toMatchObject({
      action,
      since,
      by: "arn:bob",
      shares: { green: 50 },
      from: { green: 25 },
    });
    expect(on(50)).toMatchObject({ action: "paused", shares: { green: 50 } });
  },
);

it("knows nothing about the future", async () => {
  const now = Date.parse("2026-03-04T05:16:00Z");
  await expect(readSharesAt({} as never, ENVIRONMENT, new Date(now + 1), now)).rejects.toMatchObject({
    name: "RefusedError",
    message: "2026-03-04T05:16:00.001Z is in the future: this machine's time is 2026-03-04T05:16:00.000Z",
  });
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
    expect(before).toHaveProperty("unknown");
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
