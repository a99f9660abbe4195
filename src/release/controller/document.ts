import { COLORS, type Color, type PerColor } from "./color";
import { PAUSES, type Pause, type ReleaseEvent } from "./events";
import { impossibleIn } from "./possible";

/** Version of the document's form. A document of another one is not read. */
export const SCHEMA = 1;

/**
 * Where a release stands.
 *
 * - `idle`: nothing is under way; traffic is where it is wanted.
 * - `shifting`: the listener is being moved to the step's weight. `baking`: it has it, and the step is watched.
 * - `paused`: watched, and not moved on.
 * - `back`: all traffic is being sent to the stable color. `stuck`: it cannot, because the stable color has no targets.
 * - `settling`: traffic is where it is wanted; calls that are late are undone.
 * - `foreign`: somebody else moved the listener. `held`: somebody moved it past the controller and said so. Both until a repair.
 */
export type Phase = (typeof PHASES)[number];
export const PHASES = [
  "idle",
  "shifting",
  "baking",
  "paused",
  "back",
  "stuck",
  "settling",
  "foreign",
  "held",
] as const;

/** Phases in which a release is under way, and holds the environment's lock. */
export const UNDER_WAY: readonly Phase[] = ["shifting", "baking", "paused", "back", "stuck"];

export interface Step {
  /** Of the candidate, in percent. */
  readonly weight: number;
  /** For how long it is watched at least. */
  readonly bakeMinutes: number;
  /** Whether a person has to agree before it is taken. */
  readonly approval: boolean;
}

export interface Release {
  /** Of the command that started it. */
  readonly id: string;
  readonly candidate: Color;
  readonly steps: readonly Step[];
  /** Index of the step that is taken. */
  readonly step: number;
  /** Index of the last step that needs no approval any more. */
  readonly approved: number;
  /** Healthy targets of the candidate when the step was reached. */
  readonly healthy?: number;
  /** Names of the alarms that send all traffic back. */
  readonly alarms: readonly string[];
  /** Requests that the candidate has to get in a step before it counts; 0: none. */
  readonly minRequests: number;
  /** When a step that has too few requests is given up, in minutes. */
  readonly maxBakeMinutes: number;
  /** Somebody asked for 100 % at once. */
  readonly promoted: boolean;
  /** Only while it is paused. */
  readonly paused?: Pause;
  /** When people were told last that it is paused. @default - `movedAt` of the document, which a hand edited */
  readonly pausedAt?: number;
  readonly images: PerColor<string>;
  readonly taskDefinitions: PerColor<string>;
  /** Who says to have started it, and AWS's id of the call, which CloudTrail knows. */
  readonly by: string;
  readonly requestId: string;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Where traffic shall be, and how it gets there. All weights are green's, in percent; all times milliseconds since 1970. */
export interface ReleaseDocument {
  readonly schema: typeof SCHEMA;
  /** Rises with every write: equal bytes would have equal ETags, and a swap could not be told. */
  readonly rev: number;
  /** The listener that this is about; of another one it says nothing. */
  readonly listenerArn: string;
  readonly want: number;
  /** Where the listener was before the first move, or `unseen` until it is seen; only until it was seen elsewhere. */
  readonly from?: number | "no weights" | "unseen";
  /** Weights that were asked for since the start: one that is seen later is our own, and late. */
  readonly mine: readonly number[];
  readonly phase: Phase;
  /** The release under way or, once it has ended, the last one. */
  readonly release?: Release;
  /** How the last one ended. */
  readonly ended?: "completed" | "rolled back";
  /** Since when the phase lasts; for `settling` since when the listener is right. */
  readonly movedAt: number;
  /** Since when something cannot be seen, or the candidate has too few targets; while going back, since when. */
  readonly wrongSince?: number;
  /** It was said that going back does not succeed; while it settles: a look has shown that a late call stays for too long. */
  readonly warned?: true;
  /** A person wants all traffic back on a color although it has no targets. */
  readonly forced?: true;
  readonly reason: string;
  /** The newest commands that were done: one that comes twice is not done twice. */
  readonly commands: readonly { readonly id: string }[];
  /** What has still to be written into the history and told. */
  readonly outbox: readonly ReleaseEvent[];
}

/** A document that was read, or why it is none. */
export function parseDocument(text: string): ReleaseDocument | { readonly unreadable: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { unreadable: "it is not JSON" };
  }
  const [wrong] = CHECKS.find(([, holds]) => !holds((value ?? {}) as Fields)) ?? [
    impossibleIn(value as ReleaseDocument),
  ];
  return wrong === undefined ? (value as ReleaseDocument) : { unreadable: `${wrong} is not as it has to be` };
}

type Fields = { readonly [field in keyof ReleaseDocument]?: unknown };

const isText = (it: unknown) => typeof it === "string";
const isTime = (it: unknown) => Number.isSafeInteger(it) && (it as number) >= 0;
const isPercent = (it: unknown) => isTime(it) && (it as number) <= 100;
const isList = (it: unknown, of: (item: never) => boolean) =>
  Array.isArray(it) && it.every((item) => item !== null && (of as (item: unknown) => boolean)(item));
const isMaybe = (it: unknown, of: (item: unknown) => boolean) => it === undefined || of(it);

const isStep = ({ weight, bakeMinutes, approval }: Step) =>
  isPercent(weight) && typeof bakeMinutes === "number" && bakeMinutes >= 0 && typeof approval === "boolean";

/** One that cannot be written or told keeps all others from it. */
const isLine = ({ id, at, action }: Readonly<Record<keyof ReleaseEvent, unknown>>) =>
  [id, at, action].every(isText) && !Number.isNaN(Date.parse(at as string));

const isTextPerColor = (it: PerColor<string> | undefined) => COLORS.every((color) => isText(it?.[color]));

function isRelease(it: unknown): boolean {
  const release = it as Release | null;
  return (
    release !== null &&
    typeof release === "object" &&
    [release.id, release.by, release.requestId, release.reason].every(isText) &&
    COLORS.includes(release.candidate) &&
    isList(release.steps, isStep) &&
    [release.step, release.approved, release.minRequests, release.startedAt].every(isTime) &&
    release.step < release.steps.length &&
    typeof release.maxBakeMinutes === "number" &&
    isList(release.alarms, isText) &&
    typeof release.promoted === "boolean" &&
    isMaybe(release.healthy, isTime) &&
    isMaybe(release.paused, (pause) => PAUSES.includes(pause as Pause)) &&
    isMaybe(release.pausedAt, isTime) &&
    isTextPerColor(release.images) &&
    isTextPerColor(release.taskDefinitions)
  );
}

const CHECKS: readonly (readonly [field: keyof ReleaseDocument, holds: (value: Fields) => boolean])[] = [
  ["schema", ({ schema }) => schema === SCHEMA],
  ["rev", ({ rev }) => isTime(rev) && isTime((rev as number) + 1)],
  ["listenerArn", ({ listenerArn }) => isText(listenerArn)],
  ["want", ({ want }) => isPercent(want)],
  ["from", ({ from }) => isMaybe(from, (it) => it === "no weights" || it === "unseen" || isPercent(it))],
  ["mine", ({ mine }) => isList(mine, isPercent)],
  ["phase", ({ phase }) => PHASES.includes(phase as Phase)],
  ["release", ({ release }) => isMaybe(release, isRelease)],
  // What moves forward or back moves between the colors of a release.
  [
    "release",
    ({ release, phase }) =>
      release !== undefined || !["shifting", "baking", "paused"].includes(phase as Phase),
  ],
  ["ended", ({ ended }) => isMaybe(ended, (it) => it === "completed" || it === "rolled back")],
  ["warned", ({ warned }) => isMaybe(warned, (it) => it === true)],
  ["forced", ({ forced }) => isMaybe(forced, (it) => it === true)],
  ["movedAt", ({ movedAt }) => isTime(movedAt)],
  ["wrongSince", ({ wrongSince }) => isMaybe(wrongSince, isTime)],
  ["reason", ({ reason }) => isText(reason)],
  ["commands", ({ commands }) => isList(commands, ({ id }: { id: unknown }) => isText(id))],
  ["outbox", ({ outbox }) => isList(outbox, isLine)],
];

/** A document of an environment of which nothing is known yet. */
export function newDocument(
  listenerArn: string,
  {
    rev,
    want,
    phase,
    now,
    reason,
  }: { rev: number; want: number; phase: "idle" | "foreign"; now: number; reason: string },
): ReleaseDocument {
  return {
    schema: SCHEMA,
    rev,
    listenerArn,
    want,
    mine: [],
    phase,
    movedAt: now,
    reason,
    commands: [],
    outbox: [],
  };
}
