import { COLORS, type Color, type PerColor } from "./color";
import { PAUSES, type Pause, type ReleaseEvent } from "./events";
import { impossibleIn } from "./possible";

/** Version of the release document's format. A document of another version is not read. */
export const SCHEMA = 1;

/**
 * The phase of a release.
 *
 * - `idle`: no release is under way, and the listener has the wanted weights.
 * - `shifting`: the controller sets the step's weight.
 * - `baking`: the listener has the step's weight, and the step is watched.
 * - `paused`: the step is watched, and no further step begins until a person decides.
 * - `back`: the controller sends all traffic to the stable color.
 * - `stuck`: the stable color has to get all traffic, but has no target that can answer.
 * - `settling`: for ten minutes after a move of traffic, the listener has to keep the wanted weights.
 * - `foreign`: the listener is in a state that the controller did not request.
 * - `held`: the command `rollback --direct` moved the traffic.
 *
 * In `foreign` and `held`, the controller moves no traffic until `repair` or `rollback`. One exception: in the first ten minutes of `held`,
 * the controller undoes late effects of its earlier ModifyListener calls.
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

/** Phases in which a release is under way. The release holds the environment's lock in all of them except `stuck`. */
export const UNDER_WAY: readonly Phase[] = ["shifting", "baking", "paused", "back", "stuck"];

export interface Step {
  /** The candidate's weight in this step, in percent. */
  readonly weight: number;
  /** The shortest time for which the step is watched, in minutes. */
  readonly bakeMinutes: number;
  /** True if a person has to approve the step before it begins. */
  readonly approval: boolean;
}

export interface Release {
  /** Id of the command that started the release. */
  readonly id: string;
  readonly candidate: Color;
  readonly steps: readonly Step[];
  /** Index of the present step. */
  readonly step: number;
  /** Index of the last step that a person has approved; 0 before any approval. */
  readonly approved: number;
  /** Number of the candidate's healthy targets when the listener got the step's weight. */
  readonly healthy?: number;
  /** Names of the alarms that send all traffic back. */
  readonly alarms: readonly string[];
  /** Requests that the candidate has to get in a step before the step can end. With 0, a step needs no requests. */
  readonly minRequests: number;
  /** Minutes after which a step that still has too few requests is paused. */
  readonly maxBakeMinutes: number;
  /** True if a person has promoted the release to 100 % at once. */
  readonly promoted: boolean;
  /** The reason why the release is paused. @default - the release is not paused */
  readonly paused?: Pause;
  /** The time of the last message about the pause. @default - `movedAt` */
  readonly pausedAt?: number;
  readonly images: PerColor<string>;
  readonly taskDefinitions: PerColor<string>;
  /** Name or ARN of the caller of `start`, as the caller stated it. */
  readonly by: string;
  /** Request id of the Lambda invocation that ran `start`. CloudTrail records this id. */
  readonly requestId: string;
  readonly reason: string;
  /** The start of the release, in milliseconds since 1970. */
  readonly startedAt: number;
}

/**
 * The release document: the wanted weights, and the state of the release. All weights are green's, in percent; all times are
 * milliseconds since 1970.
 */
export interface ReleaseDocument {
  readonly schema: typeof SCHEMA;
  /**
   * A number that rises with every write. Without it, two writes of the same content would have the same ETag, and S3's conditional write
   * could not distinguish them.
   */
  readonly rev: number;
  /** ARN of the listener that the document describes. If the environment's listener has another ARN, the document is not used. */
  readonly listenerArn: string;
  readonly want: number;
  /**
   * The listener's weights before the first move, or `unseen` if they have not been read yet. The field is removed when the
   * listener no longer has these weights.
   */
  readonly from?: number | "no weights" | "unseen";
  /**
   * Weights that the controller requested since the release began, and the listener's weight when a rollback began. The controller is
   * allowed to replace each of these weights by `want` (see isOurs).
   */
  readonly mine: readonly number[];
  readonly phase: Phase;
  /** The release that is under way or, if none is, the last release. */
  readonly release?: Release;
  /** How the last release ended. */
  readonly ended?: "completed" | "rolled back";
  /** The time when the phase began; for `settling`, when the listener was first seen with the wanted weights. */
  readonly movedAt: number;
  /**
   * The time since which a part of the environment cannot be read, or the candidate has too few targets. In the phases `back` and `stuck`:
   * when the rollback began. In the phase `settling`: since when the listener does not have the wanted weights.
   */
  readonly wrongSince?: number;
  /**
   * True in the phase `back` if people got the message that the rollback does not succeed. True in the phase `settling` if the
   * listener did not get the weight `want` within ten minutes.
   */
  readonly warned?: true;
  /** True after `rollback --force` or `set --force`. Traffic then moves even to a color without enough targets. */
  readonly forced?: true;
  readonly reason: string;
  /** The newest commands that were carried out. If one of them arrives again, it is ignored. */
  readonly commands: readonly { readonly id: string }[];
  /** Lines of the history that are still to be written, or to be sent to people. */
  readonly outbox: readonly ReleaseEvent[];
}

/** Parses a document; returns the reason if the text is not a valid document. */
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
  return wrong === undefined ? (value as ReleaseDocument) : { unreadable: `the field ${wrong} is not valid` };
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

/** Returns true if a line of the outbox can be delivered. A line that cannot be delivered would block all later lines. */
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
  // In these phases, traffic moves to a release's candidate.
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

/** Returns a document without a release. */
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
