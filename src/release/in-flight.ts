import { setTimeout as sleep } from "node:timers/promises";
import type { Colour } from "../config/schema";
import { confirm } from "../terminal/confirm";
import { RefusedError } from "../terminal/refused";
import type { ReleaseEnvironment } from "./environment";
import { type HeldLock, LockHeldError } from "./lock";
import { otherColour, promoted, type Release, splitOf, takenOver } from "./release";
import { sendAllTo } from "./runner";
import { follow } from "./start";

/** A releasing process that was not heard of for so long is gone: several looks, and all tries of a slow call. */
export const STALE_SECONDS = 30;

export interface InFlightOptions {
  /** Polling interval in milliseconds. */
  readonly poll: number;
  readonly yes: boolean;
}

type Change = (release: Release) => Release;

/** Watch on, but do not move on. */
export const pause = (environment: ReleaseEnvironment) =>
  ask(environment, (release) => ({ ...release, paused: true }), "paused");

/** Moves on after a pause, or in place of a process that died. */
export const resume = (environment: ReleaseEnvironment, options: InFlightOptions) =>
  goOn(environment, options, (release) => ({ ...release, paused: false }), "resumed");

/** Straight to 100. */
export const promote = (environment: ReleaseEnvironment, options: InFlightOptions) =>
  goOn(environment, options, promoted, "promoted");

/** Asks the releasing process for something. @throws RefusedError when there is none */
async function ask(environment: ReleaseEnvironment, change: Change, action: string): Promise<void> {
  const { lock } = await releaseUnderWay(environment);
  await environment.lock.change(lock.id, (held) => ({
    ...held,
    ...(held.release && { release: change(held.release) }),
  }));
  await environment.note(action);
  console.log(`asked ${lock.who} on ${lock.host}: ${action}`);
}

/** Lets the releasing process go on as asked; where it is gone, goes on in its place. */
async function goOn(
  environment: ReleaseEnvironment,
  options: InFlightOptions,
  change: Change,
  action: string,
): Promise<void> {
  await ask(environment, change, action);
  const asked = await environment.lock.read();
  for (
    let held = asked;
    held !== undefined && held.lock.id === asked?.lock.id;
    held = await environment.lock.read()
  ) {
    if (held.lock.aliveAt !== asked.lock.aliveAt) {
      console.log("it is alive, and has heard");
      return;
    }
    if (held.ageSeconds >= STALE_SECONDS) {
      await takeOver(environment, held, options);
      return;
    }
    await sleep(1000);
  }
  console.log('it has ended, or was taken over, meanwhile: see "npm run release -- history"');
}

/** Goes on with a release whose process is gone, from where it recorded to be. */
async function takeOver(
  environment: ReleaseEnvironment,
  gone: HeldLock,
  options: InFlightOptions,
): Promise<void> {
  const whose = `${gone.lock.who} on ${gone.lock.host}`;
  await confirm(options, `go on in place of ${whose}, not heard of for ${Math.round(gone.ageSeconds)} s`);
  const { release } = await environment.lock.change(gone.lock.id, ({ release }) => ({
    ...environment.me,
    ...(release && { release }),
  }));
  try {
    await environment.note("taken over", { reason: `in place of ${whose}` });
    if (release) await follow(environment, takenOver(release), options);
  } finally {
    await environment.lock.free(environment.me.id);
  }
}

/** All traffic to the stable colour, now. @param to the stable colour, where no release is under way */
export async function rollBack(environment: ReleaseEnvironment, to: Colour | undefined): Promise<void> {
  const held = await environment.lock.read();
  const release = held?.lock.release;
  if (held !== undefined && release === undefined) throw new LockHeldError(held);
  const stable = release === undefined ? to : otherColour(release.candidate);
  if (stable === undefined) {
    throw new RefusedError("no release is under way, so no colour is stable: say which one with --to");
  }
  // Taken over before anything moves: the releasing process stops at its next look.
  await (held === undefined
    ? environment.lock.acquire(environment.me)
    : environment.lock.change(held.lock.id, () => environment.me));
  try {
    const { traffic } = environment;
    const from = await traffic.live();
    const world: Parameters<typeof sendAllTo>[1] = {
      record: (split) => traffic.record(split),
      move: (split) => traffic.move(split),
      now: Date.now,
      sleep: (milliseconds) => sleep(milliseconds),
    };
    await sendAllTo(stable, world);
    console.log(`all traffic is on ${stable}`);
    await environment.note("rolled back", { from, to: splitOf(stable, 100), reason: "by hand" });
    if (release !== undefined) {
      await sleep(2000); // a move that was on its way when we took over has landed by now
      if ((await traffic.live())[stable] !== 100) await sendAllTo(stable, world);
    }
  } finally {
    await environment.lock.free(environment.me.id);
  }
}

async function releaseUnderWay(environment: ReleaseEnvironment): Promise<HeldLock> {
  const held = await environment.lock.read();
  if (held?.lock.release === undefined) {
    throw new RefusedError(held ? new LockHeldError(held).message : "no release is under way");
  }
  return held;
}
