import { COLORS, type Color, type PerColor } from "./color";
import { PAUSES, type Pause, type ReleaseEvent } from "./events";
import { impossibleIn } from "./possible";

/** Version of the document's format. A document of another version is not read. */
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
  /** The candidate's weight in this step, in percent. */
  readonly weight: number;
  /** For how long the step is watched at least. */
  readonly bakeMinutes: number;
  /** Whether a person has to approve the step before it begins. */
  readonly approval: boolean;
}

export interface Release {
  /** Id of the command that started the release. */
  readonly id: string;
  readonly candidate: Color;
  readonly steps: readonly Step[];
  /** Index of the present step. */
  readonly step: number;
  /** Index of the last step that is approved or needs no approval. */
  readonly approved: number;
  /** Healthy targets of the candidate when the step was reached. */
  readonly healthy?: number;
  /** Names of the alarms that send all traffic back. */
  readonly alarms: readonly string[];
  /** Requests that the candidate has to get in a step before the step counts; with 0 the step is not judged by requests. */
  readonly minRequests: number;
  /** The minutes after which a step with too few requests pauses. */
  readonly maxBakeMinutes: number;
  /** Somebody asked for 100 % at once. */
  readonly promoted: boolean;
  /** Set only while the release is paused. */
  readonly paused?: Pause;
  /** When people were last told of the pause. @default - the document's `movedAt`, where a person edited the document */
  readonly pausedAt?: number;
  readonly images: PerColor<string>;
  readonly taskDefinitions: PerColor<string>;
  /** The caller who started the release, by the caller's own statement; and AWS's id of the call, which CloudTrail knows. */
  readonly by: string;
  readonly requestId: string;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** The wanted weights, and the way there. All weights are green's, in percent; all times are milliseconds since 1970. */
export interface ReleaseDocument {
  readonly schema: typeof SCHEMA;
  /** A number that rises with every write: two writes of equal bytes would have equal ETags, and nobody could tell them apart. */
  readonly rev: number;
  /** ARN of the document's listener; the document says nothing about another listener. */
  readonly listenerArn: string;
  readonly want: number;
  /**
   * The listener's weights before the first move; `unseen` until they are read. Kept only until the listener was seen with other
   * weights.
   */
  readonly from?: number | "no weights" | "unseen";
  /** Weights that were asked for since the start. A listener that shows one of them later was moved by a late call of our own. */
  readonly mine: readonly number[];
  readonly phase: Phase;
  /** The release under way or, once it has ended, the last one. */
  readonly release?: Release;
  /** How the last release ended. */
  readonly ended?: "completed" | "rolled back";
  /** When the phase began; for `settling`, when the listener was first seen with the wanted weights. */
  readonly movedAt: number;
  /** Since when a part cannot be read, or the candidate has too few targets; in the phases of a way back, when that way back began. */
  readonly wrongSince?: number;
  /**
   * Whether people were told that the rollback does not succeed; in the phase `settling`, whether a look has shown that the
   * effect of a late call stays for too long.
   */
  readonly warned?: true;
  /** Whether a person wants all traffic on a color although the color has no targets. */
  readonly forced?: true;
  readonly reason: string;
  /** The newest commands that were carried out, so that a command that arrives twice is carried out once. */
  readonly commands: readonly { readonly id: string }[];
  /** Lines that have still to be written into the history and told to people. */
  readonly outbox: readonly ReleaseEvent[];
}

/** A document, or the reason why the text is none. */
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

/** A line that cannot be written or told would block all later lines. */
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
  // A document that moves forward or back needs a release, between whose colors traffic moves.
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

/** The first document of an environment. */
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
