import { confirm } from "../../terminal/confirm";
import { interruption } from "../../terminal/interruption";
import { RefusedError } from "../../terminal/refused";
import { COLORS, type Color, otherColor } from "../controller/color";
import { type ReleaseDocument, UNDER_WAY } from "../controller/document";
import { holding } from "../controller/look";
import type { Result } from "../controller/tick-state";
import { typed } from "../controller/typed";
import { type Ask, ControllerError, newCommand } from "./ask";
import type { Environment } from "./environment";
import { EXIT } from "./exit";
import type { Time } from "./time";
import { destination, direct, harmWords, liveWords, standing, whatNext } from "./words";

export interface RollBack {
  readonly environment: Environment;
  readonly ask: Ask;
  readonly by: string;
  /** The color that gets all traffic. @default - the stable color of the release under way */
  readonly to?: Color | undefined;
  /** True to send all traffic to the color even if the color has no target that can answer. */
  readonly force: boolean;
  readonly reason?: string | undefined;
  readonly say: (line: string) => void;
  readonly time: Time;
  /** Sends all traffic to the color `to`. This function changes the listener itself, without the controller. @returns the exit code */
  readonly directly: (to: Color) => Promise<number>;
  /** Reads the release document from the state bucket, without the controller. */
  readonly stored: () => Promise<ReleaseDocument | undefined>;
}

/**
 * For this time after a rollback, in milliseconds, the command asks the controller for the state again and again. At each of these
 * requests, the controller compares the listener's weights with the wanted weights.
 */
const AFTERWARDS = 10_000;
const PAUSE = 2000;
/**
 * If the controller does not answer, the command reads the release document from S3, and waits for S3 no longer than this time, in
 * milliseconds.
 */
const STORED = 3000;
/** If the controller has not answered after this time, in milliseconds, the command prints how to roll back without the controller. */
const SLOW = 8000;

/**
 * Sends all traffic to the stable color, or to a named color.
 *
 * @returns the exit code
 * @throws RefusedError if the controller refuses the command
 */
export async function rollBack(asked: RollBack): Promise<number> {
  interruption(); // the first Ctrl-C does not stop the rollback, because a rollback is short and must not stop halfway
  const { ask, by, to, force, reason, say, environment } = asked;
  const hint = setTimeout(
    () =>
      say(
        `the controller has not answered for ${SLOW / 1000} s; to roll back without the controller, open another terminal and run: ${direct(environment.suffix, to ?? "<color>")}`,
      ),
    SLOW,
  );
  let result: Result;
  try {
    result = await ask({ ...newCommand(by, reason), kind: "rollback", ...(to && { to }), force });
  } catch (error) {
    if (error instanceof ControllerError) return pastController(asked, error);
    throw error;
  } finally {
    clearTimeout(hint);
  }
  if (result.refused !== undefined) throw new RefusedError(result.refused);
  return stayThere(asked, result);
}

/**
 * Prints the result of the rollback. Then asks the controller for the state again and again, because a ModifyListener call from before the
 * rollback may take effect late and undo the rollback.
 */
async function stayThere({ ask, by, say, environment, time }: RollBack, first: Result): Promise<number> {
  const { suffix } = environment;
  let said = "";
  let result = first;
  const tell = () => {
    const { document, look } = result;
    const lines = isThere(result)
      ? [`all traffic is on ${destination(document)}`]
      : document.phase === "stuck"
        ? [...harmWords(look), standing(document, look)]
        : [`NOT rolled back yet: ${liveWords(look)}`];
    const now = lines.join("\n");
    if (now !== said) for (const line of lines) say(line);
    said = now;
  };
  tell();
  let warned = false;
  for (const until = time.now() + AFTERWARDS; time.now() < until && result.document.phase !== "stuck"; ) {
    await time.sleep(PAUSE);
    try {
      result = await ask({ ...newCommand(by), kind: "status" });
    } catch (error) {
      say(`warning: the state could not be read again: ${(error as Error).message}`);
      break;
    }
    tell();
    const { lock } = result.look;
    if (!warned && lock !== undefined && lock !== "nobody" && lock.operation !== "release") {
      warned = true;
      say(
        `warning: ${holding(lock)}; if, in the next 70 minutes, this ${lock.operation} sets the old weights again (the weights before the rollback), the controller undoes this change`,
      );
    }
  }
  const { document, look } = result;
  for (const line of whatNext(suffix, document, look)) say(`  ${line}`);
  if (isThere(result)) return EXIT.done;
  if (document.phase === "stuck") return EXIT.stuck;
  if (document.phase === "foreign" || document.phase === "held") {
    say(standing(document, look));
    return EXIT.foreign;
  }
  say(
    `NOT rolled back: ${liveWords(look)}; the controller tries again every minute; to see the state: ${typed(suffix, "status")}; to roll back without the controller: ${direct(suffix, destination(document))}`,
  );
  return EXIT.notRolledBack;
}

/**
 * Returns true if the listener has the wanted weights, and these weights send all traffic to one color. The listener's weights are from the
 * controller's newest reading. The function checks the weights, because the controller can accept the command `rollback` and then fail to
 * set the listener's weights.
 */
const isThere = ({ document, look }: Result): boolean =>
  look.live === document.want && (document.want === 0 || document.want === 100);

async function pastController(asked: RollBack, { message }: ControllerError): Promise<number> {
  const { environment, say, directly } = asked;
  say(message);
  // S3 may be down too. Waiting for S3 must not delay the rollback.
  const to =
    asked.to ?? (await Promise.race([stableColor(asked), asked.time.sleep(STORED).then(() => undefined)]));
  const command =
    to === undefined
      ? COLORS.map((color) => direct(environment.suffix, color)).join(", or ")
      : direct(environment.suffix, to);
  if (to === undefined || !process.stdin.isTTY) {
    say(
      `NOT rolled back, as far as is known; to roll back without the controller, assume the operator or the break-glass role and run: ${command}`,
    );
    return EXIT.notRolledBack;
  }
  try {
    await confirm({ yes: false }, `move the listener to ${to} without the controller (${command})`);
  } catch (error) {
    say(`NOT rolled back, as far as is known: ${(error as Error).message}; to roll back later: ${command}`);
    return EXIT.notRolledBack;
  }
  return directly(to);
}

/**
 * Returns the stable color of the release under way, according to the stored release document. Returns `undefined` if no release is under
 * way, or if the document cannot be read.
 */
async function stableColor({ stored }: RollBack): Promise<Color | undefined> {
  const document = await stored().catch(() => undefined);
  const { release, phase = "idle" } = document ?? {};
  return release !== undefined && UNDER_WAY.includes(phase) ? otherColor(release.candidate) : undefined;
}
