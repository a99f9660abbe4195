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

/** The longest id, in characters: the document keeps sixteen ids. */
const ID = 200;

/**
 * The name of a command's wrong field: a principal that may invoke the function may send anything.
 *
 * @returns `undefined` where every field is right
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

/** Line ends, other control characters, changes of the text's direction, and halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
/** A line of the history that is too long for CloudWatch Logs would block all later lines. */
const TEXT = 2000;

const plain = (text: string): string => text.slice(0, TEXT).replace(UNPRINTABLE, " ");

/** A command with texts that are safe in the history, in a message and on a screen. */
export const plainly = (command: Command): Command => ({
  ...command,
  by: plain(command.by),
  reason: plain(command.reason),
});
