import type { Ask } from "../../../src/release/client/ask";
import { ControllerError } from "../../../src/release/client/ask";
import type { Time } from "../../../src/release/client/time";
import type { Command } from "../../../src/release/controller/command";
import { newDocument, type Release, type ReleaseDocument } from "../../../src/release/controller/document";
import type { Look, WideLook } from "../../../src/release/controller/look";
import type { Result } from "../../../src/release/controller/tick-state";

export const NOW = Date.parse("2026-03-04T05:06:07.000Z");
const MINUTE = 60_000;

export const ENVIRONMENT = { suffix: "x1", stateBucket: "state-bucket", accountId: "123456789012" };
export const BY = "arn:aws:sts::123456789012:assumed-role/releaser-role-x1/ada";

/** A release of green, which has had 25 % for two minutes. */
export const RELEASE: Release = {
  id: "release-1",
  candidate: "green",
  steps: [
    { weight: 5, bakeMinutes: 10, approval: false },
    { weight: 25, bakeMinutes: 10, approval: false },
    { weight: 100, bakeMinutes: 10, approval: true },
  ],
  step: 1,
  approved: 0,
  alarms: ["alarm-green-failed-requests-x1"],
  minRequests: 100,
  maxBakeMinutes: 60,
  promoted: false,
  images: { blue: "app:1", green: "app:2" },
  taskDefinitions: { blue: "blue:1", green: "green:2" },
  by: BY,
  requestId: "request-1",
  reason: "",
  startedAt: NOW - 13 * MINUTE,
};

export const documentOf = (changes: Partial<ReleaseDocument> = {}): ReleaseDocument => ({
  ...newDocument("listener", { rev: 7, want: 25, phase: "idle", now: NOW - 2 * MINUTE, reason: "started" }),
  phase: "baking",
  release: RELEASE,
  ...changes,
});

/** The environment's lock, held by {@link RELEASE}. */
export const LOCK = { id: RELEASE.id, operation: "release", who: BY, since: RELEASE.startedAt };

/** The states of the alarms on the controller itself, which a command reads and the controller does not. */
export const GUARDS: Readonly<Record<string, string>> = {
  "alarm-release-controller-errors-x1": "OK",
  "alarm-release-controller-silent-x1": "OK",
};

/** What the controller sees, of what a command sees. */
export function byController<T extends Look>(look: T): T {
  if (look.alarms === undefined) return look;
  const alarms = Object.entries(look.alarms).filter(([name]) => !(name in GUARDS));
  return { ...look, alarms: Object.fromEntries(alarms) };
}

/** Parts of a look. A part that is `undefined` could not be read. */
export type Parts = { readonly [part in keyof WideLook]?: WideLook[part] | undefined };

export const lookOf = (changes: Parts = {}): WideLook =>
  ({
    now: NOW,
    listenerArn: "listener",
    live: 25,
    recorded: 25,
    targets: { blue: { registered: 3, healthy: 3 }, green: { registered: 2, healthy: 2 } },
    alarms: {
      "alarm-green-failed-requests-x1": "OK",
      ...GUARDS,
    },
    requests: 57,
    lock: "nobody",
    unknown: [],
    ...changes,
  }) as WideLook;

/** A clock that goes on only when somebody sleeps. Sleeping takes no real time. */
export function madeUpTime(): Time & { passed: () => number } {
  let now = NOW;
  return {
    now: () => now,
    passed: () => now - NOW,
    sleep: async (milliseconds) => {
      await new Promise(setImmediate);
      now += milliseconds;
    },
  };
}

export type Answer = Result | Error;

/** A controller that returns the given answers in turn. The last answer is repeated. */
export function madeUpController(...answers: readonly Answer[]): { ask: Ask; asked: Command[] } {
  const asked: Command[] = [];
  return {
    asked,
    ask: async (command) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)] as Answer;
      asked.push(command);
      if (answer instanceof Error) throw answer;
      return { ...answer, look: byController(answer.look) };
    },
  };
}

export const silent = new ControllerError(
  "the release controller release-controller-x1 did not answer within 40 s",
  true,
);
