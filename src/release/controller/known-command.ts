import { COLORS } from "./color";
import type { Command } from "./command";

type Holds = (value: unknown) => boolean;

const isText: Holds = (it) => typeof it === "string";
const isFlag: Holds = (it) => typeof it === "boolean";
const isNumber: Holds = (it) => typeof it === "number";
const isColor: Holds = (it) => COLORS.some((color) => color === it);
const isPercent: Holds = (it) => Number.isInteger(it) && (it as number) >= 0 && (it as number) <= 100;
const isStep: Holds = (it) => typeof it === "object" && it !== null;
const isListOf =
  (holds: Holds): Holds =>
  (it) =>
    Array.isArray(it) && it.every(holds);

const FIELDS: Readonly<Record<Command["kind"], Readonly<Record<string, Holds>>>> = {
  status: {},
  start: {
    to: isColor,
    steps: isListOf(isStep),
    alarms: isListOf(isText),
    minRequests: isNumber,
    maxBakeMinutes: isNumber,
    sameImage: isFlag,
    dryRun: isFlag,
  },
  pause: {},
  resume: {},
  promote: {},
  rollback: { to: (it) => it === undefined || isColor(it), force: isFlag },
  set: { green: isPercent, force: isFlag },
  repair: {},
  hold: {},
};

/**
 * The greatest length of a command's id, in characters. It has to be limited, because the release document keeps the ids of the last
 * sixteen commands.
 */
const ID = 200;

/**
 * Checks the fields of a command, because every principal that may invoke the function can send anything.
 *
 * @returns the name of an invalid field; `undefined` if every field is valid
 */
export function wrongIn(command: unknown): string | undefined {
  const { kind, ...given } = (command ?? {}) as Record<string, unknown>;
  if (!isText(kind) || !Object.hasOwn(FIELDS, kind as string)) return "kind";
  const fields = {
    id: (it: unknown) => isText(it) && it !== "" && (it as string).length <= ID,
    by: isText,
    reason: isText,
    ...FIELDS[kind as Command["kind"]],
  };
  return Object.entries(fields).find(([name, holds]) => !holds(given[name]))?.[0];
}

/** Matches line breaks, other control characters, characters that change the text's direction, and unpaired surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
/**
 * The greatest length of the field `by` of a command, and of its field `reason`, in characters. A longer field could make a line of the
 * history too long for CloudWatch Logs. That line would block all later lines.
 */
const TEXT = 2000;

const plain = (text: string): string => text.slice(0, TEXT).replace(UNPRINTABLE, " ");

/**
 * Returns a copy of a command. In the copy, the fields `by` and `reason` are safe to print in the history, in a message and on a screen.
 * Spaces replace the characters that match {@link UNPRINTABLE}. Each of these two fields is cut off after {@link TEXT} characters.
 */
export const plainly = (command: Command): Command => ({
  ...command,
  by: plain(command.by),
  reason: plain(command.reason),
});
