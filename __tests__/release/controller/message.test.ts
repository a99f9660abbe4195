import type { Action, ReleaseEvent } from "../../../src/release/controller/events";
import { TOLD } from "../../../src/release/controller/events";
import { messageOf, subjectOf } from "../../../src/release/controller/message";
import type { Requests } from "../../../src/release/controller/requests";

const event = (action: Action, changes: Partial<ReleaseEvent> = {}): ReleaseEvent => ({
  id: "7-0",
  at: "2026-03-04T05:06:07.000Z",
  action,
  release: "release-1",
  candidate: "green",
  ...changes,
});
const back = { blue: 100, green: 0 };
const MEASURED: Requests = {
  from: Date.parse("2026-03-04T05:01:00Z"),
  to: Date.parse("2026-03-04T05:06:00Z"),
  colors: { blue: { rate: 573.4, failed: 0.31, p99: 0.204 }, green: { rate: 0 } },
  refused: 0,
};

it("says what happened, the numbers of that moment, and what to do, as commands", () => {
  const paused = event("paused", {
    pause: "inconclusive",
    reason: "too few requests to judge by",
    from: { blue: 75, green: 25 },
    to: { blue: 75, green: 25 },
    requests: 12,
    minRequests: 100,
    targets: { blue: { registered: 3, healthy: 3 }, green: { registered: 3, healthy: 2 } },
    alarms: { fine: "OK", quiet: "INSUFFICIENT_DATA", bad: "ALARM" },
  });
  expect(subjectOf("x1", paused)).toBe("x1: release of green: PAUSED, inconclusive (green 25 %)");
  expect(messageOf("x1", paused, MEASURED)).toBe(`x1: release of green: paused
too few requests to judge by
now: blue 75 %, green 25 %
wanted: blue 75 %, green 25 %
requests, 05:01-05:06 UTC:
  blue: 573 a minute, 0.31 % failed, p99 0.2 s
  green: no requests
requests in this step: 12 of 100
healthy targets: blue 3 of 3, green 2 of 3
in ALARM: bad
not judged: quiet
alarms that are OK: 1 of 3
at: 2026-03-04T05:06:07.000Z

to go on: npm run release -- resume --suffix x1
to send all traffic to green now: npm run release -- promote --suffix x1
to send all traffic back: npm run release -- rollback --suffix x1
to watch the release: npm run release -- status --watch --suffix x1`);
});

it.each<[Action, Partial<ReleaseEvent>, string, string]>([
  [
    "started",
    { to: { blue: 95, green: 5 } },
    "started (green 5 %)",
    "to send all traffic back: npm run release -- rollback ",
  ],
  ["paused", { pause: "approval" }, "PAUSED, approval wanted", "to go on: npm run release -- resume "],
  ["going back", { to: back }, "going back", "to watch the release: npm run release -- status --watch "],
  ["rolled back", { to: back }, "rolled back", "to see what happened: npm run release -- report release-1 "],
  ["not rolled back", { to: back }, "NOT ROLLED BACK", ": npm run release -- rollback --direct --to blue "],
  ["stuck", { to: back }, "STUCK", "assume the operator role, and start tasks of blue"],
  ["foreign", {}, "FOREIGN, not guarded", ": npm run release -- repair "],
  ["held", {}, "HELD, not guarded", ": npm run release -- repair "],
  [
    "completed",
    { to: { blue: 0, green: 100 } },
    "completed (green 100 %)",
    ": npm run release -- rollback --to blue ",
  ],
])("%s says so in its subject, and what to do", (action, changes, subject, toDo) => {
  expect(TOLD).toContain(action);
  expect(subjectOf("x1", event(action, changes))).toBe(`x1: release of green: ${subject}`);
  expect(messageOf("x1", event(action, changes))).toContain(toDo);
});

it("says first what users suffer, and how many requests no color got", () => {
  const stuck = event("stuck", {
    from: { blue: 75, green: 25 },
    to: back,
    targets: { blue: { registered: 0, healthy: 0 }, green: { registered: 3, healthy: 3 } },
  });
  const lines = messageOf("x1", stuck, { ...MEASURED, refused: 570 }).split("\n");
  expect(lines.slice(0, 2)).toEqual([
    "x1: release of green: stuck",
    "75 % of the requests FAIL NOW: blue has no targets, so the load balancer answers 503",
  ]);
  expect(lines.slice(2, 4)).toEqual(["now: blue 75 %, green 25 %", "wanted: blue 100 %, green 0 %"]);
  expect(lines).toContain("  to a color without targets, answered 503: 570 a minute");
  expect(lines.find((line) => line.startsWith("RECOMMENDED"))).toMatch(/rollback --to green --suffix x1$/);
});

it.each(["held", "foreign"] as const)("takes the weights of %s for the live ones", (action) => {
  const targets = { blue: { registered: 0, healthy: 0 }, green: { registered: 3, healthy: 3 } };
  const text = messageOf("x1", event(action, { to: back, targets }));
  expect(text).toContain("\n100 % of the requests FAIL NOW: blue has no targets");
  expect(text).toContain("\nweights: blue 100 %, green 0 %\n");
});

it("takes the live weights of a pause for what users get, and not the wanted ones", () => {
  const targets = { blue: { registered: 3, healthy: 3 }, green: { registered: 0, healthy: 0 } };
  const to = { blue: 75, green: 25 };
  const on = (from: ReleaseEvent["from"]) =>
    event("paused", { pause: "asked", to, targets, ...(from && { from }) });
  const spared = on({ blue: 100, green: 0 });
  expect(messageOf("x1", spared)).not.toContain("FAIL NOW");
  expect(messageOf("x1", spared)).toContain("\nnow: blue 100 %, green 0 %\nwanted: blue 75 %, green 25 %\n");
  expect(subjectOf("x1", spared)).toBe("x1: release of green: PAUSED, somebody asked for it (green 0 %)");
  expect(messageOf("x1", on(to))).toContain("\n25 % of the requests FAIL NOW: green has no targets");
  const unseen = on(undefined);
  expect(messageOf("x1", unseen)).not.toContain("FAIL NOW");
  expect(subjectOf("x1", unseen)).toBe("x1: release of green: PAUSED, somebody asked for it");
});

it("says so where it has no numbers", () =>
  expect(messageOf("x1", event("started"))).toContain(
    "\nrequests, failed share and p99: not known, CloudWatch did not answer\n",
  ));

it("tells going back by the controller itself from a command", () => {
  expect(messageOf("x1", event("going back"))).toContain("asked by: nobody, the controller decided it");
  expect(messageOf("x1", event("going back", { by: "ada" }))).toContain("asked by: ada");
});

it("has a subject that SNS takes, whatever the environment is called", () => {
  const subject = subjectOf(`ü${"x".repeat(200)}`, event("stuck"));
  expect(subject).toMatch(/^[ -~]{100}$/);
});

describe("what was not seen", () => {
  it("is called so", () => {
    const said = messageOf("x1", event("going back", { to: back }));
    expect(said).toContain("\nhealthy targets: blue ?, green ?\nalarms: not known, they were not read\n");
  });

  it.each(["going back", "rolled back"] as const)(
    "is no reason to say after %s that nothing has to be done",
    (it) =>
      expect(
        messageOf("x1", event(it, { to: back, targets: { blue: { registered: 0, healthy: 0 } } })),
      ).not.toContain("nothing has to be done"),
  );

  it("is no way back: a completed release whose stable color has no targets, or still has traffic", () => {
    const targets = { blue: { registered: 0, healthy: 0 }, green: { registered: 3, healthy: 3 } };
    const to = { blue: 0, green: 100 };
    const command = "npm run release -- rollback --to blue --suffix x1\n";
    expect(messageOf("x1", event("completed", { to, targets }))).toContain(
      `\nblue has no healthy target, so this command is NO way back before it has one: ${command}`,
    );
    const half = messageOf("x1", event("completed", { to: { blue: 50, green: 50 }, targets }));
    expect(half).toContain(`\nto send all traffic to blue: ${command}`);
  });

  it("is no promotion: for too few targets, promote is not offered", () =>
    expect(messageOf("x1", event("paused", { pause: "too few targets" }))).not.toContain("promote"));
});
