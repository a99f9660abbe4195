import type { Command, StartCommand } from "../../../src/release/controller/command";
import type { Release, ReleaseDocument, Step } from "../../../src/release/controller/document";
import type { Look, WideLook } from "../../../src/release/controller/look";
import type { Cause } from "../../../src/release/controller/tick-state";

/** The present time of these tests, in milliseconds since 1970. */
export const NOW = Date.parse("2026-03-02T10:00:00Z");
export const MINUTE = 60_000;

export const LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/lb-x1/1/2";
export const ALARMS = { blue: ["errors-blue"], green: ["errors-green"] } as const;
export const PERSON = "arn:aws:sts::123456789012:assumed-role/releaser-role-x1/somebody";

export const step = (weight: number, bakeMinutes = 5, approval = false): Step => ({
  weight,
  bakeMinutes,
  approval,
});

/** A release of green with the steps 25 %, 50 % and 100 %. */
export const releaseOf = (over: Partial<Release> = {}): Release => ({
  id: "release-1",
  candidate: "green",
  steps: [step(25), step(50), step(100)],
  step: 0,
  approved: 0,
  alarms: ALARMS.green,
  minRequests: 0,
  maxBakeMinutes: 60,
  promoted: false,
  images: { blue: "app:1", green: "app:2" },
  taskDefinitions: { blue: "blue:1", green: "green:2" },
  by: PERSON,
  requestId: "request-1",
  reason: "",
  startedAt: NOW - 60 * MINUTE,
  ...over,
});

/** A document whose release has just reached its first step and bakes. */
export const documentOf = (over: Partial<ReleaseDocument> = {}): ReleaseDocument => ({
  schema: 1,
  rev: 7,
  listenerArn: LISTENER,
  want: 25,
  mine: [25],
  phase: "baking",
  release: releaseOf(),
  movedAt: NOW,
  reason: "started",
  commands: [],
  outbox: [],
  ...over,
});

/** A document of an environment without a release under way; blue has all traffic. */
export const idle = (over: Partial<ReleaseDocument> = {}): ReleaseDocument => {
  const { release: _, ...rest } = documentOf({
    phase: "idle",
    want: 0,
    mine: [],
    movedAt: NOW - 90 * MINUTE,
  });
  return { ...rest, ...over };
};

/** A look without problems: green has 25 %. */
export const lookOf = (over: Partial<Look> = {}): Look => ({
  now: NOW,
  listenerArn: LISTENER,
  live: 25,
  recorded: 25,
  targets: { blue: { registered: 2, healthy: 2 }, green: { registered: 2, healthy: 2 } },
  alarms: { "errors-blue": "OK", "errors-green": "OK" },
  lock: "nobody",
  unknown: [],
  ...over,
});

/** A look with tasks and images, as for the command `start`: blue has all traffic. */
export const wideLookOf = (over: Partial<WideLook> = {}): WideLook => ({
  ...lookOf({ live: 0, recorded: 0 }),
  runs: {
    blue: { image: "app:1", taskDefinition: "blue:1", running: 2, desired: 2, problems: [] },
    green: { image: "app:2", taskDefinition: "green:2", running: 2, desired: 2, problems: [] },
  },
  ...over,
});

type Kinds<T> = T extends Command ? Omit<T, "id" | "by" | "reason"> : never;

/** A command with an id, a sender and a reason. */
export const command = (what: Kinds<Command>, id = `id-of-${what.kind}`, reason = ""): Command =>
  ({ ...what, id, by: PERSON, reason }) as Command;

export const start = (
  over: Partial<StartCommand> = {},
  id = "release-1",
): Extract<Command, { kind: "start" }> => ({
  ...command({ kind: "status" }, id),
  kind: "start",
  to: "green",
  steps: [step(25), step(50), step(100)],
  alarms: [],
  minRequests: 0,
  maxBakeMinutes: 60,
  sameImage: false,
  dryRun: false,
  ...over,
});

export const rollback = (over: { to?: "blue" | "green"; force?: boolean } = {}, id = "rollback-1") =>
  command({ kind: "rollback", force: false, ...over }, id);

/** The cause of a tick: the schedule or a command. */
export const cause = (asked?: Command, alarm?: Cause["alarm"]): Cause => ({
  requestId: "request-1",
  alarms: ALARMS,
  ...(asked && { command: asked }),
  ...(alarm && { alarm }),
});
