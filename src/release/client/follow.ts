import { interruption } from "../../terminal/interruption";
import { type Color, otherColor, weightOf } from "../controller/color";
import { describe } from "../controller/decision";
import type { ReleaseDocument } from "../controller/document";
import type { Look } from "../controller/look";
import { typed } from "../controller/typed";
import type { Environment } from "./environment";
import { EXIT } from "./exit";
import { guardedWords } from "./guarded";
import { changeOf } from "./line";
import type { Seen } from "./seen";
import type { Time } from "./time";
import { destination, harmWords, liveWords, standing, whatNext } from "./words";

/** The release to follow, and the functions for reading and printing. */
export interface Following {
  readonly environment: Environment;
  /** Reads the release's state once. */
  readonly see: () => Promise<Seen>;
  /** Id of the release. */
  readonly release: string;
  /** Milliseconds between two readings of the state. */
  readonly poll: number;
  /** Prints a line that stays on the screen. */
  readonly say: (line: string) => void;
  /** Redraws the state of the release on the screen. @default - nothing is redrawn */
  readonly show?: ((seen: Seen) => void) | undefined;
  readonly time: Time;
}

/**
 * How long the state of the release may be unreadable before the command ends, in milliseconds. The release goes on without the command.
 */
const UNSEEN = 180_000;

/**
 * Follows a release to its end. Prints a line for each change. If the screen can be redrawn, also redraws the whole state. The function
 * only reads. The controller continues the release even if nobody follows it.
 *
 * @returns the exit code; `undefined` after an interruption
 */
export async function follow(following: Following): Promise<number | undefined> {
  const { see, poll, say, show, release, environment, time } = following;
  const { signal } = interruption();
  let [line, seenAt] = ["", time.now()];
  for (;;) {
    if (signal.aborted) return undefined;
    const seen = await see();
    const { document, problem, look } = seen;
    const now = time.now();
    show?.(seen);
    if (document === undefined || document === "none") {
      const why = problem ?? "there is no release document";
      if (now - seenAt >= UNSEEN) {
        say(
          `the state of the release cannot be read: ${why}; this command no longer follows the release, and it is NOT KNOWN whether the controller goes on with it; to see the state: ${typed(environment.suffix, "status")}`,
        );
        return EXIT.failed;
      }
      if (line !== why) say(why);
      line = why;
    } else {
      seenAt = now;
      const ending = endOf(environment.suffix, document, look, release);
      if (ending !== undefined) {
        for (const it of ending.lines) say(it);
        return ending.code;
      }
      const change = changeOf(environment.suffix, document, seen);
      if (change.key !== line) say(change.text);
      line = change.key;
    }
    await time.sleep(poll, signal);
  }
}

/**
 * Returns the message and the exit code if a release has ended or waits for a person. Returns `undefined` if the release continues by
 * itself.
 */
export function endOf(...of: Parameters<typeof endingOf>): Ending | undefined {
  const ending = endingOf(...of);
  const [, , look] = of;
  return ending && { ...ending, lines: [...harmWords(look), ...ending.lines] };
}

interface Ending {
  readonly lines: readonly string[];
  readonly code: number;
}

function endingOf(
  suffix: string,
  document: ReleaseDocument,
  look: Look,
  release: string,
): Ending | undefined {
  const { phase, ended, want } = document;
  const next = whatNext(suffix, document, look).map((it) => `  ${it}`);
  const report = `  to see what happened: ${typed(suffix, `report ${release}`)}`;
  const isNobodys = phase === "foreign" || phase === "held"; // in these phases, the document may no longer contain the release
  if (document.release?.id !== release && !isNobodys) {
    return {
      lines: [
        `this release is over, and the controller has carried out a later command; to see what happened to this release: ${typed(suffix, `report ${release}`)}`,
        standing(document, look),
      ],
      code: EXIT.failed,
    };
  }
  switch (phase) {
    case "shifting":
    case "baking":
      return undefined;
    case "paused":
      return {
        lines: [standing(document, look), ...next, guardedWords(suffix, document, look)],
        code: EXIT.paused,
      };
    case "back":
      return document.warned && look.live !== want
        ? {
            lines: [
              `NOT rolled back: ${liveWords(look)}; the controller tries every minute to send all traffic to ${destination(document)}`,
              ...next,
            ],
            code: EXIT.notRolledBack,
          }
        : undefined;
    case "stuck":
      return { lines: [standing(document, look), ...next], code: EXIT.stuck };
    case "foreign":
    case "held":
      return { lines: [standing(document, look), ...next], code: EXIT.foreign };
    case "settling":
    case "idle":
      return ended === "completed"
        ? { lines: [completed(suffix, document, look), report], code: EXIT.done }
        : {
            lines: [`rolled back: ${seenWords(document, look)}: ${document.reason}`, report],
            code: EXIT.rolledBack,
          };
  }
}

function completed(suffix: string, document: ReleaseDocument, look: Look): string {
  const { want, release } = document;
  const { candidate = "green" } = release ?? {};
  const stable = otherColor(candidate);
  if (weightOf(candidate, want) !== 100) {
    const rest = look.live === want ? `; ${stable} keeps the rest of the traffic` : "";
    return `completed: ${seenWords(document, look)}${rest}`;
  }
  const all = look.live === want ? `all traffic is on ${candidate}` : seenWords(document, look);
  return `completed: ${all}; ${wayBack(suffix, stable, look)}`;
}

/** Returns the wanted weights in words. If this look does not show them on the listener, the words say so. */
const seenWords = ({ want }: ReleaseDocument, look: Look): string =>
  look.live === want ? describe(want) : `wanted: ${describe(want)}; now: ${liveWords(look)}`;

/** Returns words about the command that sends traffic back after a completed release, and about the targets that the command needs. */
function wayBack(suffix: string, stable: Color, { targets }: Look): string {
  const command = `"${typed(suffix, `rollback --to ${stable}`)}"`;
  const own = targets[stable];
  if (own === undefined)
    return `${command} needs healthy targets of ${stable}, and it CANNOT BE SEEN whether there are any`;
  const has = `${stable} has ${own.healthy} healthy of ${own.registered} targets`;
  return own.healthy === 0
    ? `${has}, so ${command} is NO way back before tasks of ${stable} are healthy`
    : `${has}, and ${command} needs them: keep them for ten minutes at least, then scale ${stable} down`;
}

/** Returns the message after Ctrl-C. It says that Ctrl-C does not stop the release, and has the commands to watch the release and to roll it back. */
export const goesOn = (suffix: string): string =>
  `the release itself was not stopped; to watch it: ${typed(suffix, "status --watch")}; to roll it back: ${typed(suffix, "rollback")}`;
