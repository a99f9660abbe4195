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
  /** @default - the tick carries out no command */
  readonly command?: Command;
  /** The alarm whose event woke the function, and when the alarm went to ALARM; by the time of the look it may be OK again. */
  readonly alarm?: { readonly name: string; readonly at: number };
  /** Release alarms of each color. */
  readonly alarms: PerColor<readonly string[]>;
}

/** The result of a tick. */
export interface Result {
  readonly document: ReleaseDocument;
  readonly look: WideLook;
  /** Why the command was refused. @default - the command was carried out, or there was none */
  readonly refused?: string;
  /** The results of the preflight, where there was one. */
  readonly checks?: readonly Check[];
}

/** Everything that a tick knows between two calls: plain data, so that a test's search can hash it and continue from it twice. */
export interface Tick {
  readonly cause: Cause;
  /** The call that is answered next. */
  readonly call: Call;
  /** The tick's clock at the first answer. */
  readonly startedAt?: number;
  readonly moves: number;
  /** The weight that the listener was last given, until a look can have seen it: a look may be older than the move. */
  readonly justMoved?: number;
  /** Documents that were read. */
  readonly rounds: number;
  /** When this tick first sent traffic back. */
  readonly backAt?: number;
  readonly document?: ReleaseDocument;
  readonly etag?: string;
  readonly look?: WideLook;
  /** The action that follows once the document is written. */
  readonly act?: Act | undefined;
  readonly commandIsDone: boolean;
  /** Whether the environment's lock was taken for the command. */
  readonly isLocked?: boolean;
  readonly refused?: string;
  readonly checks?: readonly Check[];
  /** Set where the tick is over, and only its outbox is left. */
  readonly isEnding: boolean;
}

/** The tick goes on with a call, or it is over. */
export type Next = { readonly tick: Tick } | { readonly done: Result } | { readonly failed: string };

/** Limits of one tick: it has 30 seconds, and a call that it leaves running continues in the next one. */
export const LIMITS = {
  /** The time after which a tick moves nothing any more, in milliseconds. */
  time: 20_000,
  /** The time after which a tick delivers nothing any more, in milliseconds. */
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

/** A tick before its first call. A malformed command is refused, and the tick runs all the same. */
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
