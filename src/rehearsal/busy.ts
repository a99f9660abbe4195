import { cpus, loadavg } from "node:os";
import { setImmediate as turn } from "node:timers/promises";
import type { RehearsedRelease } from "./rehearsed-release";
import { failures } from "./traffic/clients";

/** How long {@link crowding} keeps a processor busy, in real milliseconds. This is long enough for every other process to get its turn. */
const MEASURED = 2000;

/** The length of one piece of the computation, in real milliseconds. After each piece, other work of this process can run. */
const PIECE = 50;

/**
 * Measures how many times longer a program takes on this machine now than on a free processor. The result is 1 if a processor is free, and
 * 3.5 if seven programs share two processors. For the measurement, this process computes for a while. The result is the elapsed time
 * divided by the processor time that the process got.
 */
export async function crowding(milliseconds = MEASURED): Promise<number> {
  let [passed, got] = [0, 0];
  while (passed < milliseconds * 1000) {
    const [began, before] = [performance.now(), process.cpuUsage()];
    while (performance.now() - began < PIECE);
    const { user, system } = process.cpuUsage(before);
    passed += (performance.now() - began) * 1000;
    got += user + system;
    await turn();
  }
  return Math.max(1, passed / got);
}

/**
 * Returns the machine's load average of the last minute, divided by the number of processors. {@link crowding} measures only two seconds.
 * It does not notice programs that pause in these seconds, as a test runner does between two tests. The load average contains such
 * programs.
 */
export const loadPerProcessor = (): number => (loadavg()[0] ?? 0) / cpus().length;

/**
 * If {@link crowding} and {@link loadPerProcessor} are below this limit, a rehearsed minute (a minute on the rehearsal's clock) takes one
 * real second. The limit is above 1 for two reasons. The measured values are not exact. A terminal or an editor raises the measured values
 * a little, but does not slow the rehearsal down.
 */
const FREE = 1.3;

/**
 * The factor by which a rehearsed minute (a minute on the rehearsal's clock) is longer on a busy machine. It is needed because the programs
 * of a rehearsal run at the same time and slow each other down.
 */
const SPARE = 1.5;

/**
 * The greatest length of a rehearsed minute (a minute on the rehearsal's clock), in real seconds. With this length, two releases take ten
 * real minutes.
 */
const LONGEST = 8;

/**
 * Returns the length of a rehearsed minute (a minute on the rehearsal's clock), in real seconds. On a machine that is not busy, it is 1.
 *
 * @param crowded the result of {@link crowding}
 * @param load the result of {@link loadPerProcessor}, measured while no rehearsal runs. @default 0
 */
export function minuteSecondsFor(crowded: number, load = 0): number {
  const busy = Math.max(crowded, load);
  return busy < FREE ? 1 : Math.min(LONGEST, Math.ceil(busy * SPARE));
}

/**
 * The error of a rehearsal under traffic on a machine that was too busy. The rehearsal proved neither a success nor a failure of the
 * release.
 */
export class TooBusyError extends Error {
  public override readonly name = "TooBusyError";
}

/**
 * Returns a message about a release whose rehearsal failed because the machine was too busy. The message also says what to do.
 *
 * @param what a sentence about the result of the release, without a final period
 */
export const tooBusy = (
  what: string,
  { lateSeconds, counts }: Pick<RehearsedRelease, "lateSeconds" | "counts">,
): string =>
  `this machine was too busy: ${what}. The rehearsal's own clock was up to ${Math.round(lateSeconds)} rehearsed seconds late${failures(counts) > 0 ? ", which is enough for requests to time out" : ""}, so the rehearsal proved nothing about the release. Run the rehearsal again when fewer programs run on this machine: the load is ${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`;
