import { cpus, loadavg } from "node:os";
import { setImmediate as turn } from "node:timers/promises";
import type { RehearsedRelease } from "./rehearsed-release";
import { failures } from "./traffic/clients";

/** How long {@link crowding} computes, in real milliseconds. In this time, the scheduler gives every other process its turn. */
const MEASURED = 2000;

/** The length of one piece of the computation, in real milliseconds. After each piece, other work in this process gets its turn. */
const PIECE = 50;

/**
 * Measures how much longer a program takes on this machine now than on a free processor. The result is 1 if a processor is free,
 * and 3.5 if seven programs share two processors. For the measurement, this process computes and divides the time that passed by
 * the processor time that it got.
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
 * The load average of the last minute for each processor. {@link crowding} looks at two seconds, and sees nothing of programs that
 * pause in these seconds, as a test runner does between two tests. The load average contains them.
 */
export const loadPerProcessor = (): number => (loadavg()[0] ?? 0) / cpus().length;

/**
 * If {@link crowding} and {@link loadPerProcessor} are below this limit, a rehearsed minute takes one real second. The limit is above 1,
 * because the measurement is not exact, and because a terminal or an editor adds no real load.
 */
const FREE = 1.3;

/**
 * A factor for the length of a rehearsed minute on a busy machine, because the programs of a rehearsal run at the same time and
 * slow each other down.
 */
const SPARE = 1.5;

/** The greatest length of a rehearsed minute, in real seconds. With this length, two releases take ten real minutes. */
const LONGEST = 8;

/**
 * The length of a rehearsed minute in real seconds; 1 on a free machine.
 *
 * @param crowded the result of {@link crowding}
 * @param load the result of {@link loadPerProcessor}, without the load of a rehearsal. @default 0
 */
export function minuteSecondsFor(crowded: number, load = 0): number {
  const busy = Math.max(crowded, load);
  return busy < FREE ? 1 : Math.min(LONGEST, Math.ceil(busy * SPARE));
}

/**
 * This machine was too busy for a rehearsal under traffic. So the rehearsal proved neither that a release works nor that it
 * fails.
 */
export class TooBusyError extends Error {
  public override readonly name = "TooBusyError";
}

/**
 * The message about a release whose rehearsal failed because the machine was too busy, with advice.
 *
 * @param what how the release ended, without a final period
 */
export const tooBusy = (
  what: string,
  { lateSeconds, counts }: Pick<RehearsedRelease, "lateSeconds" | "counts">,
): string =>
  `this machine was too busy: ${what}. The rehearsal's own clock was up to ${Math.round(lateSeconds)} rehearsed seconds late${failures(counts) > 0 ? ", which is enough for requests to time out" : ""}, so the rehearsal proved nothing about the release. Run the rehearsal again when fewer programs run on this machine: the load is ${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`;
