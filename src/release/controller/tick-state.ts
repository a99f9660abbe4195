import type { Call } from "./call";
import type { PerColor } from "./color";
import type { Command } from "./command";
import type { Act } from "./decision";
import type { ReleaseDocument } from "./document";
import { plainly, wrongIn } from "./known-command";
import type { WideLook } from "./look";
import type { Check } from "./preflight";

/** Why a tick is made. */
export interface Cause {
  /** AWS's id of the invocation. */
  readonly requestId: string;
  /** @default - nobody asks for anything */
  readonly command?: Command;
  /** An alarm that CloudWatch says to have gone to ALARM, and when; by the time of the look it may be OK again. */
  readonly alarm?: { readonly name: string; readonly at: number };
  /** Release alarms of each color. */
  readonly alarms: PerColor<readonly string[]>;
}

/** What became of a tick. */
export interface Result {
  readonly document: ReleaseDocument;
  readonly look: WideLook;
  /** Why the command was not done. @default - it was, or there was none */
  readonly refused?: string;
  /** What the preflight found, where there was one. */
  readonly checks?: readonly Check[];
}

/** Everything that a tick knows between two calls: plain data, so that a search can hash it and go on from it twice. */
export interface Tick {
  readonly cause: Cause;
  /** The call that is answered next. */
  readonly call: Call;
  /** What the tick's clock showed at the first answer. */
  readonly startedAt?: number;
  readonly moves: number;
  /** What the listener was last asked for, until that had time to be seen: a look may be older than the move. */
  readonly justMoved?: number;
  /** Documents that were read. */
  readonly rounds: number;
  /** When traffic was sent back first in this tick. */
  readonly backAt?: number;
  readonly document?: ReleaseDocument;
  readonly etag?: string;
  readonly look?: WideLook;
  /** What is to be done once the document is written. */
  readonly act?: Act | undefined;
  readonly commandIsDone: boolean;
  /** The environment's lock is taken for the command. */
  readonly isLocked?: boolean;
  readonly refused?: string;
  readonly checks?: readonly Check[];
  /** Set where the tick is over, and only its outbox is left. */
  readonly isEnding: boolean;
}

/** The tick goes on with a call, or it is over. */
export type Next = { readonly tick: Tick } | { readonly done: Result } | { readonly failed: string };

/** Limits of one tick: it has 30 seconds, and what it leaves running goes on in the next one. */
export const LIMITS = {
  /** After this nothing is moved any more, in milliseconds. */
  time: 20_000,
  /** After this nothing is delivered any more. */
  tell: 18_000,
  moves: 4,
  rounds: 12,
  /** Rounds after which a document that cannot be written is an error. */
  failures: 3,
  /** How often, and for how long, a tick looks again after it sent traffic back; and how long it waits before it moves to the same weight
   * again. In milliseconds. */
  again: 2000,
  for: 10_000,
} as const;

/** Whether a tick may not look again. */
export const isOut = ({ startedAt, rounds }: Tick, now: number): boolean =>
  now - (startedAt ?? now) >= LIMITS.time || rounds >= LIMITS.rounds;

/** A tick before its first call. A command that is none is refused, and the tick made all the same. */
export function begin({ command, ...cause }: Cause): Tick {
  const wrong = command && wrongIn(command);
  const known = wrong === undefined ? command : undefined;
  return {
    cause: { ...cause, ...(known && { command: plainly(known) }) },
    call: { kind: "read" },
    moves: 0,
    rounds: 1,
    commandIsDone: known === undefined,
    ...(wrong !== undefined && { refused: `the command is wrong: ${wrong} is not as it has to be` }),
    isEnding: false,
  };
}
