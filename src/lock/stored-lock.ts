import * as v from "valibot";
import { flag, integer, oneOf } from "../settings/fields";
import { toProblems } from "../settings/problems";
import { COLORS } from "../settings/schema";
import { printable, shorten } from "../terminal/printable";
import type { Lock } from "./lock";

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
