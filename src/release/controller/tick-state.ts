import type { Call } from "./call";
import type { PerColor } from "./color";
import type { Command } from "./command";
import type { Act } from "./decision";
import type { ReleaseDocument } from "./document";
import { plainly, wrongIn } from "./known-command";
import type { WideLook } from "./look";
import type { Check } from "./preflight";

/** The reason for a tick, which is one run of the controller: a command, an alarm's event, or the schedule. */
export interface Cause {
  /** AWS's id of the invocation. */
  readonly requestId: string;
  /** The command that the tick carries out. @default - no command */
  readonly command?: Command;
  /**
   * The alarm whose event invoked the function, and the time when the alarm went to ALARM. The alarm may be OK again when its
   * state is read.
   */
  readonly alarm?: { readonly name: string; readonly at: number };
  /** The names of each color's release alarms. */
  readonly alarms: PerColor<readonly string[]>;
}

/** The result of a tick. */
export interface Result {
  readonly document: ReleaseDocument;
  readonly look: WideLook;
  /** The reason why the command was refused. @default - the command was carried out, or there was none */
  readonly refused?: string;
  /** The results of the preflight. @default - the tick made no preflight */
  readonly checks?: readonly Check[];
}

/**
 * A tick is one run of the controller. A tick makes calls to AWS, one after the other. This interface is the state of a tick between two of
 * these calls. The state is plain data, because a test tries all orders of the calls of several ticks: the test compares states by their
 * JSON, and continues from one state in several ways.
 */
export interface Tick {
  readonly cause: Cause;
  /** The call whose answer the tick needs next. */
  readonly call: Call;
  /** The start of the tick, in milliseconds of a monotonic clock. */
  readonly startedAt?: number;
  readonly moves: number;
  /**
   * Green's weight in the last move. The listener may still show the weight from before the move if it is read right after the move. After
   * a wait, this field is removed.
   */
  readonly justMoved?: number;
  /** The number of rounds that the tick has begun. Each round begins with a reading of the release document. */
  readonly rounds: number;
  /** The time at which this tick first sent traffic back, in milliseconds of a monotonic clock. */
  readonly backAt?: number;
  readonly document?: ReleaseDocument;
  readonly etag?: string;
  readonly look?: WideLook;
  /** The action that follows after the document has been written. */
  readonly act?: Act | undefined;
  readonly commandIsDone: boolean;
  /** True if this tick has taken the environment's lock to carry out its command. */
  readonly isLocked?: boolean;
  readonly refused?: string;
  readonly checks?: readonly Check[];
  /** True if the tick has delivered lines of the outbox, and only has to write the document once more. */
  readonly isEnding: boolean;
}

/**
 * The next state of a tick. This object has one of three fields. `tick`: the state of a tick that continues. `done`: the result of a tick
 * that has ended without an error. `failed`: the error message of a tick that has failed.
 */
export type Next = { readonly tick: Tick } | { readonly done: Result } | { readonly failed: string };

/**
 * Limits of one tick (one run of the controller). A tick has to end all its calls before Lambda's timeout for the function, which is 30
 * seconds. If a call is unfinished at the end of an invocation, Lambda continues the call in the function's next invocation. The next
 * invocation is another tick.
 */
export const LIMITS = {
  /** The time after which a tick no longer changes the listener, in milliseconds. */
  time: 20_000,
  /** The time after which a tick no longer writes history or sends messages, in milliseconds. */
  tell: 18_000,
  moves: 4,
  rounds: 12,
  /** Number of rounds after which the tick fails if it still cannot write the document. */
  failures: 3,
  /**
   * How long a tick waits, in milliseconds. A tick that has sent traffic back waits before each further reading of the environment.
   * A tick also waits before it repeats a move to the same weight.
   */
  again: 2000,
  /** How long a tick continues to read the environment after the tick has sent traffic back, in milliseconds. */
  for: 10_000,
} as const;

/** Returns true if the tick has used up its time or its rounds. Then it does not begin another round. */
export const isOut = ({ startedAt, rounds }: Tick, now: number): boolean =>
  now - (startedAt ?? now) >= LIMITS.time || rounds >= LIMITS.rounds;

/**
 * Returns the first state of a tick (one run of the controller). In this state, the tick has made no call yet. If a field of the command is
 * invalid, the command is refused, and the tick runs without a command.
 */
export function begin({ command, ...cause }: Cause): Tick {
  const wrong = command && wrongIn(command);
  const known = wrong === undefined ? command : undefined;
  return {
    cause: { ...cause, ...(known && { command: plainly(known) }) },
    call: { kind: "read" },
    moves: 0,
    rounds: 1,
    commandIsDone: known === undefined,
    ...(wrong !== undefined && { refused: `the command is wrong: the field ${wrong} is not valid` }),
    isEnding: false,
  };
}
