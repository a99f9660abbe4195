import * as v from "valibot";
import { COLORS, type Color } from "../naming/color";
import { flag, integer, oneOf } from "../settings/fields";
import { toProblems } from "../settings/problems";
import { printable, shorten } from "../terminal/printable";

/** What a release is going to do. */
export interface ReleasePlan {
  /** The color that traffic goes to; the other one is stable. */
  readonly candidate: Color;
  /** Weights of the candidate in percent, rising. */
  readonly steps: readonly number[];
  /** How long each step is watched before the next, in seconds. */
  readonly bakeSeconds: number;
  /** Names of the alarms that send all traffic back. */
  readonly releaseAlarms: readonly string[];
}

/** A release under way: all that somebody else needs to go on with it after a crash. */
export interface Release extends ReleasePlan {
  /** Index into `steps` of the step that is recorded. */
  readonly step: number;
  /** `shifting` until the listener was seen with the step's weight, then `baking`. */
  readonly phase: "shifting" | "baking";
  /** Weight of the candidate before this step, in percent: what the listener has until it is moved. */
  readonly from: number;
  /** When the step has been watched long enough, in milliseconds since 1970; only while baking. */
  readonly bakeEndsAt: number;
  /** Watched, but not moved on. */
  readonly paused: boolean;
  /** Somebody asked for 100 at once. */
  readonly promoted: boolean;
}

/** Who holds an environment, and what for. */
export interface Lock {
  /** Tells this holder from every other, of the same person too. */
  readonly id: string;
  readonly operation: "deploy" | "destroy" | "release" | "sweep";
  /** ARN that the holder is signed in with. */
  readonly who: string;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
  /** When the holder last wrote it, not somebody who asks it for something. ISO 8601. */
  readonly aliveAt: string;
  /** Only while a release is under way. */
  readonly release?: Release;
}

/** What others wrote goes to terminals. */
const shown = v.pipe(
  v.string("text"),
  v.transform((text) => shorten(printable(text), 200)),
);

const timestamp = v.pipe(v.string("an ISO 8601 timestamp"), v.isoTimestamp("an ISO 8601 timestamp"));

const number = v.pipe(v.number("a number"), v.finite("a number"));

const release = v.pipe(
  v.object(
    {
      candidate: oneOf(COLORS),
      steps: v.array(integer(0, 100), "percents"),
      bakeSeconds: number,
      releaseAlarms: v.array(shown, "names of alarms"),
      step: integer(0, 100),
      phase: oneOf(["shifting", "baking"]),
      from: integer(0, 100),
      bakeEndsAt: number,
      paused: flag(),
      promoted: flag(),
    },
    "a release",
  ),
  v.check(({ step, steps }) => step < steps.length, "a release at one of its steps"),
);

const schema: v.GenericSchema<unknown, Lock> = v.object(
  {
    id: v.string("text"),
    operation: oneOf(["deploy", "destroy", "release", "sweep"]),
    who: shown,
    host: shown,
    since: timestamp,
    aliveAt: timestamp,
    release: v.exactOptional(release),
  },
  "a JSON object",
);

/** A stored lock, or why it is none. */
export function parseLock(text: string): Lock | { readonly unreadable: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { unreadable: "it is not JSON" };
  }
  const { success, output, issues } = v.safeParse(schema, value);
  if (success) return output;
  const [{ field, got, allowed } = { field: "", got: "", allowed: "" }] = toProblems("(top level)", issues);
  return { unreadable: `${field}: got ${got}, allowed: ${allowed}` };
}
