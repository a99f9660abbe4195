import * as v from "valibot";
import { oneOf } from "../settings/fields";
import { toProblems } from "../settings/problems";
import { printable, shorten } from "../terminal/printable";

/** The holder of an environment, and the operation. */
export interface Lock {
  /** Unique id of the holder, also among several of the same person. */
  readonly id: string;
  readonly operation: "deploy" | "destroy" | "release" | "sweep";
  /** The holder's ARN. */
  readonly who: string;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
  /** When the holder last wrote the lock; for a release, when the controller took the lock. ISO 8601. */
  readonly aliveAt: string;
}

/** Text of others goes to terminals, so control characters are refused. */
const shown = v.pipe(
  v.string("text"),
  v.transform((text) => shorten(printable(text), 200)),
);

const timestamp = v.pipe(v.string("an ISO 8601 timestamp"), v.isoTimestamp("an ISO 8601 timestamp"));

const schema: v.GenericSchema<unknown, Lock> = v.object(
  {
    id: v.string("text"),
    operation: oneOf(["deploy", "destroy", "release", "sweep"]),
    who: shown,
    host: shown,
    since: timestamp,
    aliveAt: timestamp,
  },
  "a JSON object",
);

/** A stored lock, or the reason why the text is none. */
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
