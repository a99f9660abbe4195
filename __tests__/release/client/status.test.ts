import { guardedWords } from "../../../src/release/client/guarded";
import { showStatus, statusJson, statusText } from "../../../src/release/client/status";
import { standing, whatNext } from "../../../src/release/client/words";
import { documentOf, ENVIRONMENT, lookOf, RELEASE } from "./made-up";

const runs = {
  blue: { image: "app:1", taskDefinition: "blue:1", running: 3, desired: 3, problems: [] },
  green: {
    image: "app:2",
    taskDefinition: "green:2",
    running: 2,
    desired: 2,
    problems: ["two images"],
    earlier: "ECS rolled it back",
  },
};
const baking = { document: documentOf(), look: lookOf({ runs }) };

it("says where a release stands, what comes next, what guards it, and what each color has", () => {
  expect(statusText("x1", baking)).toBe(`environment x1, 2026-03-04 05:06:07 UTC

release of green, step 2 of 3 (5, 25, 100 %): 25 %: baking, 8 min 00 s left; 57 of 100 requests
  next: 100 %, once somebody approves it by npm run release -- resume --suffix x1
  to roll back to blue: npm run release -- rollback --suffix x1
guarded: the controller looks every minute, also when this terminal is closed

            green, candidate  blue, stable
  --------  ----------------  --------------
  image     app:2             app:1
  traffic   25 %              75 %
  requests  ?                 ?
  failed    ?                 ?
  p99       ?                 ?
  targets   2 healthy of 2    3 healthy of 3
  tasks     2 running of 2    3 running of 3

  alarm                  value  wrong if  state
  ---------------------  -----  --------  -----
  green-failed-requests  ?                OK
  2 other alarms are OK

NOT AS DEPLOYED
  green: two images

EARLIER
  green: ECS rolled it back

nobody holds the environment's lock`);
});

it("says what becomes of a record that is not what is live: the controller leaves both alone where somebody else moved", () => {
  const look = lookOf({ recorded: 40 });
  const last = (phase: "idle" | "foreign") =>
    statusText("x1", { document: documentOf({ phase }), look })
      .split("\n")
      .at(-1);
  expect([last("idle"), last("foreign")]).toEqual([
    "the recorded weights are not the live ones; the controller records the wanted weights at its next tick",
    "the recorded weights are not the live ones; a repair records the live ones",
  ]);
});

it("says that numbers are old, and why", () => {
  expect(statusText("x1", { ...baking, stale: "ThrottlingException: slow" })).toContain(
    "\nSTALE NUMBERS: newer ones cannot be read: ThrottlingException: slow\n",
  );
});

it("says what differs and what cannot be seen, and leaves the rest as it is", () => {
  const lock = { id: "d", operation: "deploy", who: "arn:bob", since: 0 };
  const text = statusText("x1", {
    document: documentOf({ phase: "back", want: 0, reason: "in ALARM: x", warned: true }),
    look: lookOf({ lock, live: "no weights", unknown: ["alarms (Throttling: slow)"] }),
  });
  expect(text).toContain(
    "NOT ROLLED BACK: after more than a minute, not all traffic is on blue (in ALARM: x); the controller tries again every minute\n  to move all traffic without the controller: npm run release -- rollback --direct --to blue --suffix x1\n",
  );
  expect(text).toContain(
    "live: the listener forwards to no color (a maintenance page, or other target groups); wanted: blue 100 %, green 0 %\n",
  );
  expect(text).toContain("CANNOT BE SEEN\n  alarms (Throttling: slow)\n");
  expect(text).toContain("a deploy by arn:bob since 1970-01-01T00:00:00.000Z");
});

it("shows what is so where the document is not there, or cannot be read", () => {
  expect(statusText("x1", { document: "none", look: lookOf() })).toContain(
    "there is no release document: no release is recorded here\n",
  );
  expect(statusText("x1", { problem: "S3 is down", look: lookOf() })).toContain("NOT SEEN: S3 is down\n");
});

it.each([
  ["all that matters is seen", baking, 0],
  ["something else cannot be seen", { ...baking, look: lookOf({ unknown: ["the lock (slow)"] }) }, 0],
  ["no release was ever started", { document: "none", look: lookOf() } as const, 0],
  ["the document cannot be read", { problem: "S3 is down", look: lookOf() }, 8],
  [
    "the listener cannot be seen",
    { ...baking, look: { now: 0, targets: {}, unknown: ["the load balancer"] } },
    8,
  ],
])("ends as it should where %s", async (_, seen, code) => {
  for (const json of [true, false]) {
    const said: string[] = [];
    const options = { json, watch: false, poll: 1 };
    expect(
      await showStatus(
        async () => seen,
        ENVIRONMENT,
        options,
        (text) => said.push(text),
      ),
    ).toBe(code);
    expect(said).toHaveLength(1);
    if (code === 8) expect(said[0]).toMatch(/S3 is down|the load balancer/);
  }
});

it("is for scripts too: the document without what only the controller needs, on one line while it watches", () => {
  const status = JSON.parse(statusJson(ENVIRONMENT, baking, false));
  const { commands: _, outbox: __, ...document } = baking.document;
  expect(status).toEqual({
    suffix: "x1",
    document,
    look: baking.look,
    guarded: "guarded: the controller looks every minute, also when this terminal is closed",
    next: [
      "next: 100 %, once somebody approves it by npm run release -- resume --suffix x1",
      "to roll back to blue: npm run release -- rollback --suffix x1",
    ],
  });
  expect(statusJson(ENVIRONMENT, baking, true).split("\n")).toHaveLength(1);
  expect(JSON.parse(statusJson(ENVIRONMENT, { problem: "S3 is down", look: lookOf() }, true))).toMatchObject({
    document: null,
    problem: "S3 is down",
  });
});

describe("what guards the traffic", () => {
  const words = (...args: Parameters<typeof documentOf>) => guardedWords("x1", documentOf(...args), lookOf());

  it("is nobody while the controller leaves it alone", () => {
    for (const phase of ["held", "foreign"] as const) {
      expect(words({ phase })).toBe("NOT GUARDED: the controller leaves the traffic alone until a repair");
    }
    expect(words({ phase: "idle" })).toBe(
      "guarded: the controller checks the listener's weights every minute",
    );
  });

  it("is not known where the alarms on the controller are not OK", () => {
    const errors = { "alarm-release-controller-errors-x1": "OK" };
    const silent = { "alarm-release-controller-silent-x1": "INSUFFICIENT_DATA" };
    const of = (alarms: Record<string, string>) => guardedWords("x1", documentOf(), lookOf({ alarms }));
    expect([of(errors), of({ ...errors, ...silent })]).toEqual([
      "NOT KNOWN whether the controller runs and guards the traffic: alarm-release-controller-silent-x1 cannot be seen",
      "NOT KNOWN whether the controller runs and guards the traffic: alarm-release-controller-silent-x1 is not judged",
    ]);
  });
});

it("a step whose time is over says for what it waits", () => {
  const waiting = documentOf({ movedAt: 0 });
  expect(standing(waiting, lookOf())).toContain(
    "baking, the step's time is over; 57 of 100 requests; it waits for more requests until 60 minutes are over",
  );
  const unjudged = documentOf({ release: { ...RELEASE, minRequests: 0 } });
  expect(standing(unjudged, lookOf())).toContain("NOT JUDGED by requests (minRequests is 0)");
  expect(whatNext("x1", documentOf({ release: { ...RELEASE, step: 2 } }), lookOf())[0]).toBe(
    "next: completed at 100 %",
  );
});

it("--json holds nothing that a terminal would obey, in one line or in many", () => {
  const reason = "\u009b31m\u202e";
  for (const oneLine of [true, false]) {
    const text = statusJson(ENVIRONMENT, { document: documentOf({ reason }), look: lookOf() }, oneLine);
    expect(text).not.toMatch(/[\u009b\u202e]/);
    expect(JSON.parse(text).document.reason).toBe(reason);
  }
});
