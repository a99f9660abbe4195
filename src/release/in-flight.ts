import { setTimeout as sleep } from "node:timers/promises";
import { type HeldLock, LockHeldError } from "../lock/lock";
import { STALE_SECONDS } from "../lock/signs-of-life";
import type { Lock, Release } from "../lock/stored-lock";
import { type Color, otherColor } from "../naming/color";
import { confirm } from "../terminal/confirm";
import { interruption } from "../terminal/interruption";
import { RefusedError } from "../terminal/refused";
import type { ReleaseEnvironment } from "./environment";
import { promoted, takenOver, weightsOf } from "./release";
import { sendAllTo } from "./runner";
import { follow } from "./start";

export interface InFlightOptions {
  /** Polling interval in milliseconds. */
  readonly poll: number;
  readonly yes: boolean;
}

type Change = (release: Release) => Release;

/** Watch on, but do not move on. */
export async function pause(environment: ReleaseEnvironment): Promise<void> {
  await ask(environment, (release) => ({ ...release, paused: true }), "paused");
}

/** Moves on after a pause, or in place of a process that died. */
export const resume = (environment: ReleaseEnvironment, options: InFlightOptions) =>
  goOn(environment, options, (release) => ({ ...release, paused: false }), "resumed");

/** Straight to 100. */
export const promote = (environment: ReleaseEnvironment, options: InFlightOptions) =>
  goOn(environment, options, promoted, "promoted");

/** Asks the releasing process for something. @returns the lock as it was read and as it was left @throws RefusedError when there is none */
async function ask(
  environment: ReleaseEnvironment,
  change: Change,
  action: string,
): Promise<{ readonly before: HeldLock; readonly asked: Lock }> {
  const before = await releaseUnderWay(environment);
  const { lock } = before;
  const asked = await environment.lock.change(lock.id, (held) => ({
    ...held,
    ...(held.release && { release: change(held.release) }),
  }));
  await environment.note(action);
  console.log(`asked ${lock.who} on ${lock.host}: ${action}`);
  return { before, asked };
}

/** Lets the releasing process go on as asked; where it is gone, goes on in its place. */
async function goOn(
  environment: ReleaseEnvironment,
  options: InFlightOptions,
  change: Change,
  action: string,
): Promise<void> {
  const started = Date.now();
  const { before, asked } = await ask(environment, change, action);
  for (;;) {
    const lock = (await environment.lock.read())?.lock;
    if (lock?.id !== asked.id) break;
    if (lock.aliveAt !== asked.aliveAt) {
      console.log("it is alive, and has heard");
      return;
    }
    // Asking has written the lock too: its holder is silent since before.
    const silentSeconds = before.ageSeconds + (Date.now() - started) / 1000;
    if (silentSeconds >= STALE_SECONDS) {
      await takeOver(environment, lock, silentSeconds, options);
      return;
    }
    await sleep(1000);
  }
  console.log('it has ended, or was taken over, meanwhile: see "npm run release -- history"');
}

/** Goes on with a release whose process is gone, from where it recorded to be. */
async function takeOver(
  environment: ReleaseEnvironment,
  gone: Lock,
  silentSeconds: number,
  options: InFlightOptions,
): Promise<void> {
  const whose = `${gone.who} on ${gone.host}`;
  await confirm(options, `go on in place of ${whose}, not heard of for ${Math.round(silentSeconds)} s`);
  const { release } = await environment.lock.change(gone.id, ({ release }) => ({
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

/**
 * All traffic to the stable color, now. A lock that cannot be read does not keep bad traffic where it is: whoever says to
 * which color takes it over. A release that has it stops at its next look, a deploy is told at its next sign of life.
 *
 * @param to the stable color, where no release is known to be under way
 */
export async function rollBack(environment: ReleaseEnvironment, to: Color | undefined): Promise<void> {
  interruption(); // remembered, and no more: it is short, and half of it is worse than all
  const held = await environment.lock.read();
  const unreadable = held?.lock === undefined ? held : undefined;
  const release = held?.lock?.release;
  if (held?.lock !== undefined && release === undefined) throw new LockHeldError(held);
  const stable = release === undefined ? to : otherColor(release.candidate);
  if (stable === undefined) {
    throw new RefusedError(
      unreadable === undefined
        ? "no release is under way, so no color is stable: say which one with --to"
        : `${unreadable.description}, so no color is known to be stable: say which one with --to, and the lock is taken over`,
    );
  }
  // Taken over before anything moves: the releasing process stops at its next look.
  if (unreadable !== undefined) {
    console.error(
      `warning: ${unreadable.description}; if a deploy is at work, look at "npm run release -- status" again once it has ended`,
    );
    await environment.lock.takeOver(unreadable, environment.me);
  } else if (held?.lock !== undefined) {
    // The release stays in it: should this process die too, the next one still knows which color is stable.
    await environment.lock.change(held.lock.id, ({ release }) => ({
      ...environment.me,
      ...(release && { release }),
    }));
  } else {
    await environment.lock.acquire(environment.me);
  }
  try {
    const { traffic } = environment;
    const from = await traffic.live();
    const world: Parameters<typeof sendAllTo>[1] = {
      record: (weights) => traffic.record(weights),
      move: (weights) => traffic.move(weights),
      now: Date.now,
      sleep: (milliseconds) => sleep(milliseconds),
    };
    await sendAllTo(stable, world);
    console.log(`all traffic is on ${stable}`);
    await environment.note("rolled back", { from, to: weightsOf(stable, 100), reason: "by hand" });
    if (held !== undefined) {
      await sleep(2000); // a move that was on its way when we took over has landed by now
      if ((await traffic.live())[stable] !== 100) await sendAllTo(stable, world);
    }
  } finally {
    await environment.lock.free(environment.me.id);
  }
}

async function releaseUnderWay(environment: ReleaseEnvironment): Promise<HeldLock> {
  const held = await environment.lock.read();
  if (held === undefined) throw new RefusedError("no release is under way");
  if (held.lock === undefined || held.lock.release === undefined) {
    throw new RefusedError(new LockHeldError(held).message);
  }
  return held;
}
