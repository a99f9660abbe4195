import { cpus, loadavg } from "node:os";
import { setImmediate as turn } from "node:timers/promises";
import type { RehearsedRelease } from "./rehearsed-release";
import { failures } from "./traffic/clients";

/** Real milliseconds for which {@link crowding} computes: long enough for the scheduler to give every other process its turn. */
const MEASURED = 2000;

/** Real milliseconds of a piece of it, after which whatever else waits in this process gets its turn. */
const PIECE = 50;

/**
 * How many times as long as alone on its processor a program takes on this machine now: 1 where a processor is free, 3.5 where
 * seven programs want two of them. Measured by computing: the time that passed, by the processor time that this process got.
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

/** Below, a second is long enough for a rehearsed minute: no measure is exact, and a terminal or an editor are no load. */
const FREE = 1.3;

/** A rehearsal has a few programs that work at once, which are in one another's way where the machine is busy. */
const SPARE = 1.5;

/** Real seconds of the longest rehearsed minute, with which two releases take ten real minutes. */
const LONGEST = 8;

/** Real seconds of a rehearsed minute on a machine that is so crowded: what takes a second on a free one. */
export const minuteSecondsFor = (crowded: number): number =>
  crowded < FREE ? 1 : Math.min(LONGEST, Math.ceil(crowded * SPARE));

/** This machine was too busy for a rehearsal under traffic, so that nothing was proved of a release: neither good nor bad. */
export class TooBusyError extends Error {
  public override readonly name = "TooBusyError";
}

/**
 * The sentence about a release that a busy machine spoiled, and what to do.
 *
 * @param what how the release ended, without a final period
 */
export const tooBusy = (
  what: string,
  { lateSeconds, counts }: Pick<RehearsedRelease, "lateSeconds" | "counts">,
): string =>
  `this machine was too busy: ${what}. The rehearsal's own clock was up to ${Math.round(lateSeconds)} rehearsed seconds late${failures(counts) > 0 ? ", which is enough for requests to time out" : ""}, so this says nothing about the release. Nothing was proved. Run it again when fewer programs run here: the load is ${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`;
