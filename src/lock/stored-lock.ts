import * as v from "valibot";
import { oneOf } from "../settings/fields";
import { toProblems } from "../settings/problems";
import { printable, shorten } from "../terminal/printable";

/** The content of an environment's lock. It says who holds the lock, and for which operation. */
export interface Lock {
  /** A unique id of the holder. Two commands of the same person have different ids. */
  readonly id: string;
  readonly operation: "deploy" | "destroy" | "release" | "sweep";
  /** The holder's ARN. */
  readonly who: string;
  readonly host: string;
  /** The time at which the holder took the lock, in ISO 8601. */
  readonly since: string;
  /**
   * The time of the holder's last sign of life, in ISO 8601. For a release, this is the time at which the release controller took the lock.
   */
  readonly aliveAt: string;
}

/**
 * Parses the field `who` or `host` of a lock. Commands show these fields in a terminal. Control characters are escaped, because another
 * person may have written the lock. Long text is shortened.
 */
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

/** Parses a stored lock. @returns the lock, or the reason why the text is not a lock */
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
