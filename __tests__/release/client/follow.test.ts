import { endOf, follow } from "../../../src/release/client/follow";
import type { Seen } from "../../../src/release/client/seen";
import type { ReleaseDocument } from "../../../src/release/controller/document";
import { documentOf, ENVIRONMENT, LOCK, lookOf, madeUpTime, NOW, type Parts, RELEASE } from "./made-up";

const MINUTE = 60_000;

/** Follows a release whose state is each of the given ones in turn. The last state is repeated. */
async function follows(...seen: readonly Seen[]) {
  const lines: string[] = [];
  const shown: Seen[] = [];
  let looks = 0;
  const code = await follow({
    environment: ENVIRONMENT,
    see: async () => seen[Math.min(looks++, seen.length - 1)] as Seen,
    release: RELEASE.id,
    poll: 5000,
    say: (line) => lines.push(line),
    show: (it) => shown.push(it),
    time: madeUpTime(),
  });
  return { code, lines, shown };
}

const quiet = { rate: 0 };
const numbers = { from: NOW, to: NOW, colors: { blue: quiet, green: quiet }, refused: 0, alarms: {} };
const baking = { document: documentOf(), look: lookOf() };
const at100: Partial<ReleaseDocument> = { want: 100, release: { ...RELEASE, step: 2 } };
const COMPLETED: Partial<ReleaseDocument> = { ...at100, phase: "settling", ended: "completed" };
const completed = {
  document: documentOf(COMPLETED),
  look: lookOf({ live: 100 }),
};

it("says a line for each change, what is waited for, what comes next and how it ended", async () => {
  // Only the time and the numbers of requests change, so no new line is printed.
  const later = { document: documentOf(), look: lookOf({ now: NOW + 5000, requests: 60 }), numbers };
  const unjudged = {
    ...baking,
    look: lookOf({
      now: NOW + 10_000,
      alarms: { ...lookOf().alarms, "alarm-green-failed-requests-x1": "INSUFFICIENT_DATA" },
    }),
    numbers,
  };
  expect(await follows(baking, later, unjudged, completed)).toMatchObject({
    code: 0,
    lines: [
      "2026-03-04 05:06:07 UTC  release of green, step 2 of 3 (5, 25, 100 %): 25 %: baking, 8 min 00 s left; 57 of 100 requests [green 25 %, 2 healthy of 2]; next: 100 %, once somebody approves it by npm run release -- resume --suffix x1",
      "2026-03-04 05:06:17 UTC  release of green, step 2 of 3 (5, 25, 100 %): 25 %: baking, 7 min 50 s left; 57 of 100 requests [green 25 %, 2 healthy of 2, not judged: alarm-green-failed-requests-x1, no requests, failed no requests, p99 no requests]; next: 100 %, once somebody approves it by npm run release -- resume --suffix x1",
      'completed: all traffic is on green; blue has 3 healthy of 3 targets, and "npm run release -- rollback --to blue --suffix x1" needs them: keep them for ten minutes at least, then scale blue down',
      "  to see what happened: npm run release -- report release-1 --suffix x1",
    ],
  });
});

it("says nothing for a quarter of an hour in which nothing changes, and shows each look where it can be redrawn", async () => {
  const looks = Array.from({ length: 180 }, (_, at) => ({
    ...baking,
    look: lookOf({ requests: at, unknown: [`the lock (Throttling: call ${at})`] }),
  }));
  const { lines, shown } = await follows(...looks, completed);
  expect(lines).toHaveLength(3);
  expect(shown).toHaveLength(181);
});

it("goes by AWS's clock, whatever this machine's says", async () => {
  const later = { ...baking, look: lookOf({ now: NOW + 7 * MINUTE }) };
  const { lines } = await follows(later, completed); // this machine's clock is at NOW
  expect(lines[0]).toContain("2026-03-04 05:13:07 UTC");
  expect(lines[0]).toContain("1 min 00 s left");
});

it("goes on for three minutes where the document cannot be read, and does not call that an end of the release", async () => {
  const blind: Seen = {
    problem: "the release document cannot be read: ExpiredToken: expired",
    look: lookOf(),
  };
  expect((await follows(baking, blind, completed)).code).toBe(0);
  expect(await follows(blind)).toMatchObject({
    code: 1,
    lines: [
      "the release document cannot be read: ExpiredToken: expired",
      "the state of the release cannot be read: the release document cannot be read: ExpiredToken: expired; this command no longer follows the release, and it is NOT KNOWN whether the controller goes on with it; to see the state: npm run release -- status --suffix x1",
    ],
  });
});

it("says when the controller itself does not run: nothing is guarded then", async () => {
  const silent = { ...lookOf().alarms, "alarm-release-controller-silent-x1": "ALARM" };
  const { lines } = await follows({ ...baking, look: lookOf({ alarms: silent }) }, completed);
  expect(lines[0]).toContain("NOT GUARDED: alarm-release-controller-silent-x1 in ALARM");
});

const endings: [string, Partial<ReleaseDocument>, Parts, number | undefined, string[]][] = [
  ["shifting", { phase: "shifting" }, {}, undefined, []],
  [
    "completed at a share",
    { phase: "settling", ended: "completed", want: 50 },
    { live: 50 },
    0,
    [
      "completed: blue 50 %, green 50 %; blue keeps the rest of the traffic",
      "  to see what happened: npm run release -- report release-1 --suffix x1",
    ],
  ],
  [
    "rolled back",
    { phase: "idle", ended: "rolled back", want: 0, reason: "in ALARM: x" },
    { live: 0 },
    3,
    [
      "rolled back: blue 100 %, green 0 %: in ALARM: x",
      "  to see what happened: npm run release -- report release-1 --suffix x1",
    ],
  ],
  [
    "completed, with no way back",
    COMPLETED,
    { live: 100, targets: { blue: { registered: 0, healthy: 0 } } },
    0,
    [
      'completed: all traffic is on green; blue has 0 healthy of 0 targets, so "npm run release -- rollback --to blue --suffix x1" is NO way back before tasks of blue are healthy',
      "  to see what happened: npm run release -- report release-1 --suffix x1",
    ],
  ],
  [
    "completed, where nothing can be seen",
    COMPLETED,
    { live: undefined, targets: {}, unknown: ["the load balancer (slow)"] },
    0,
    [
      'completed: wanted: blue 0 %, green 100 %; now: the listener cannot be seen: the load balancer (slow); "npm run release -- rollback --to blue --suffix x1" needs healthy targets of blue, and it CANNOT BE SEEN whether there are any',
      "  to see what happened: npm run release -- report release-1 --suffix x1",
    ],
  ],
  [
    "completed at a share that a late call replaced, and whose users suffer",
    { phase: "settling", ended: "completed", want: 50 },
    { live: 25, targets: { blue: { registered: 0, healthy: 0 } } },
    0,
    [
      "USERS: 75 % of the requests FAIL NOW: blue has no targets, so the load balancer answers 503",
      "completed: wanted: blue 50 %, green 50 %; now: blue 75 %, green 25 %",
      "  to see what happened: npm run release -- report release-1 --suffix x1",
    ],
  ],
  [
    "rolled back, where a late call replaced the weights",
    { phase: "settling", ended: "rolled back", want: 0, reason: "in ALARM: x" },
    {},
    3,
    [
      "rolled back: wanted: blue 100 %, green 0 %; now: blue 75 %, green 25 %: in ALARM: x",
      "  to see what happened: npm run release -- report release-1 --suffix x1",
    ],
  ],
  ["going back", { phase: "back", want: 0 }, {}, undefined, []],
  [
    "back, before the controller has seen it",
    { phase: "back", want: 0, warned: true },
    { live: 0 },
    undefined,
    [],
  ],
  [
    "not back after a minute",
    { phase: "back", want: 0, warned: true },
    {},
    5,
    [
      "NOT rolled back: blue 75 %, green 25 %; the controller tries every minute to send all traffic to blue",
      "  to move all traffic without the controller: npm run release -- rollback --direct --to blue --suffix x1",
    ],
  ],
  [
    "stuck",
    { phase: "stuck", want: 0, reason: "in ALARM: failed" },
    { targets: { blue: { registered: 0, healthy: 0 }, green: { registered: 2, healthy: 2 } } },
    6,
    [
      "USERS: 75 % of the requests FAIL NOW: blue has no targets, so the load balancer answers 503",
      "STUCK: since 2026-03-04 05:04:07 UTC all traffic has to go to blue (in ALARM: failed), which cannot answer (targets: blue 0 healthy of 0, green 2 healthy of 2)",
      "  RECOMMENDED: send all traffic to green (the new version), at once: its 2 healthy targets answer, but users get the fault that caused the rollback; the release ends, and all traffic stays on green, even during an alarm or when blue can answer again, until somebody runs rollback --to blue: npm run release -- rollback --to green --suffix x1",
      "  or instead: assume the operator role, and start tasks of blue (this helps only if the desired count of its service is below 2; status shows the desired count). All traffic goes to blue by itself when one of its targets is healthy, which takes minutes; 75 % of the requests fail until then: aws ecs update-service --cluster ecs-cluster-x1 --service ecs-service-blue-x1 --desired-count 2",
      "  or instead, but only if wrong answers of green do more harm than no answers: send all traffic to blue nevertheless: EVERY request gets 503 until blue has targets: npm run release -- rollback --force --suffix x1",
    ],
  ],
  [
    "foreign",
    { phase: "foreign", reason: "the listener has green 33 %" },
    { live: 33 },
    4,
    [
      "FOREIGN: the listener has green 33 %",
      "  to keep the weights as they are, and let the controller go on from them: npm run release -- repair --suffix x1",
      "  to send all traffic to one color: npm run release -- rollback --to <color> --suffix x1",
    ],
  ],
  [
    "paused",
    {
      phase: "paused",
      reason: "too few requests to judge by",
      release: { ...RELEASE, paused: "inconclusive" },
    },
    { lock: LOCK },
    7,
    [
      "release of green, step 2 of 3 (5, 25, 100 %): 25 %: PAUSED: too few requests to judge by",
      "  no step begins until somebody decides; green has 25 %; as long as the controller runs, an alarm sends all traffic back; no deploy can begin, because the release holds the lock",
      "  to watch the step for at most 60 more minutes, until there are 100 requests: npm run release -- resume --suffix x1",
      "  to send all traffic back to blue: npm run release -- rollback --suffix x1",
      "  to send all traffic to green now, NOT JUDGED: npm run release -- promote --suffix x1",
      "guarded: the controller looks every minute, also when this terminal is closed",
    ],
  ],
  [
    "another one",
    { phase: "idle", release: { ...RELEASE, id: "another" } },
    {},
    1,
    [
      "this release is over, and the controller has carried out a later command; to see what happened to this release: npm run release -- report release-1 --suffix x1",
      "no release is under way; wanted: blue 75 %, green 25 %",
    ],
  ],
];

it.each(endings)("a release that is %s", (_, document, look, code, lines) => {
  const end = endOf("x1", documentOf(document), lookOf(look), RELEASE.id);
  expect([end?.code, end?.lines ?? []]).toEqual([code, lines]);
});

it("a release that should have moved on long ago is not called guarded", async () => {
  const late = lookOf({ now: NOW + 12 * MINUTE, requests: 100 });
  const { lines } = await follows({ document: documentOf(), look: late }, completed);
  expect(lines[0]).toContain(
    "NOT GUARDED, it seems. The state above is STALE: the controller should have moved on 4 min 00 s ago; look at its log group /aws/lambda/release-controller-x1",
  );
});
