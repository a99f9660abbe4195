import { confirm } from "../../terminal/confirm";
import { RefusedError } from "../../terminal/refused";
import { describe } from "../controller/decision";
import type { Result } from "../controller/tick-state";
import { typed } from "../controller/typed";
import { type Ask, newCommand } from "./ask";
import type { Environment } from "./environment";
import { EXIT } from "./exit";
import { guardedWords } from "./guarded";
import type { Seen } from "./seen";
import { harmWords, liveWords, standing, whatNext } from "./words";

/** The data and functions that are necessary to send commands to an environment's release controller. */
export interface Asking {
  readonly environment: Environment;
  readonly ask: Ask;
  /** Reads the states of the alarms that watch the controller itself. An alarm that cannot be read has no entry. */
  readonly guards: () => Promise<Readonly<Record<string, string>>>;
  /** The caller's ARN. */
  readonly by: string;
  readonly say: (line: string) => void;
}

/** Returns the controller's result. @throws RefusedError if the controller refused the command */
export function accepted(result: Result): Result {
  if (result.refused !== undefined) throw new RefusedError(result.refused);
  return result;
}

/**
 * Prints lines about the release, after the controller has accepted a command. The lines contain the requests that fail now, the release's
 * state, the next step, and whether the controller guards the release.
 */
export async function sayStanding(
  { say, environment: { suffix }, guards }: Asking,
  { document, look }: Result,
): Promise<void> {
  for (const line of harmWords(look)) say(line);
  say(standing(document, look));
  for (const line of whatNext(suffix, document, look)) say(`  ${line}`);
  const alarms = { ...look.alarms, ...(await guards()) }; // last, because CloudWatch may be slow
  say(guardedWords(suffix, document, { ...look, alarms }));
}

/**
 * Pauses a release. The controller still watches a paused release and can roll it back, but gives the candidate no more traffic.
 *
 * @throws RefusedError if the controller refuses the command
 */
export async function pause(asking: Asking): Promise<void> {
  await sayStanding(asking, accepted(await asking.ask({ ...newCommand(asking.by), kind: "pause" })));
}

/**
 * Resumes a paused release, or promotes a release to 100 % at once.
 *
 * @returns the id of the release
 * @throws RefusedError if the controller refuses the command
 */
export async function goOn(
  asking: Asking,
  kind: "resume" | "promote",
  options: { readonly yes: boolean },
): Promise<string> {
  if (kind === "promote") {
    await confirm(
      options,
      `promote the release in ${asking.environment.suffix}: 100 % now, without the steps between`,
    );
  }
  const result = accepted(await asking.ask({ ...newCommand(asking.by), kind }));
  await sayStanding(asking, result);
  return result.document.release?.id ?? "";
}

/**
 * Moves traffic once, without steps. The controller refuses this during a release. @returns the exit code @throws RefusedError if the
 * controller refuses the command
 */
export async function setWeights(
  asking: Asking,
  seen: Seen,
  options: {
    readonly green: number;
    readonly force: boolean;
    readonly reason: string;
    readonly yes: boolean;
  },
): Promise<number> {
  const { ask, by, say, environment } = asking;
  const { green, force, reason } = options;
  await confirm(
    options,
    `move ${environment.suffix} from ${liveWords(seen.look)} to ${describe(green)}${force ? ", whatever its alarms and targets say" : ""}`,
  );
  const { look } = accepted(await ask({ ...newCommand(by, reason), kind: "set", green, force }));
  if (look.live === green) {
    say(
      `${describe(green)}; if an earlier ModifyListener call takes effect in the next ten minutes and changes the weights, the controller restores them`,
    );
    return EXIT.done;
  }
  say(
    `not moved yet: ${liveWords(look)}; the controller tries again every minute; to see the state: ${typed(environment.suffix, "status")}`,
  );
  return EXIT.failed;
}

/**
 * Tells the controller to take the listener's present weights as the wanted weights.
 *
 * @throws RefusedError if the controller refuses the command
 */
export async function repair(
  asking: Asking,
  seen: Seen,
  options: { readonly reason: string; readonly yes: boolean },
): Promise<void> {
  const { ask, by, say, environment } = asking;
  await confirm(options, `let the controller of ${environment.suffix} go on from ${liveWords(seen.look)}`);
  const { document } = accepted(await ask({ ...newCommand(by, options.reason), kind: "repair" }));
  say(`the controller goes on from ${describe(document.want)}`);
}
