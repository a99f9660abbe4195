import { type EnvironmentLock, LockLostError } from "../lock/lock";
import type { Release } from "../lock/stored-lock";
import { type Color, otherColor } from "../naming/color";
import type { Weights } from "./release";
import { decide, type Observation, recordedWeight, shifted, weightsOf } from "./release";

/** What a release acts on: the real environment, or one that a test made up. */
export interface World {
  now(): number;
  /** Waits one polling interval; ends early on an interrupt. */
  wait(): Promise<void>;
  sleep(milliseconds: number): Promise<void>;
  /** Aborted when the person or the machine ends this process politely. */
  readonly interruption: AbortSignal;
  observe(release: Release): Promise<Observation>;
  /** Writes the release where another process finds it, and reads what others asked for. @throws LockLostError */
  persist(change: (release: Release) => Release): Promise<Release>;
  /** Says what the weights are going to be. */
  record(weights: Weights): Promise<void>;
  /** Moves the listener and reads it back. */
  move(weights: Weights): Promise<void>;
  note(action: string, details: { from?: Weights; to?: Weights; reason?: string }): Promise<void>;
}

/** How a release ended. */
export type Outcome =
  | { readonly kind: "completed" }
  | { readonly kind: "rolled back"; readonly reason: string; readonly interrupted: boolean }
  | { readonly kind: "stopped"; readonly reason: string };

/** Looks in a row that may fail before the release goes back: what cannot be watched must not go on. */
const MAX_BLIND_LOOKS = 3;

/** Runs a release from where it is to its end. */
export async function runRelease(started: Release, world: World): Promise<Outcome> {
  let release = started;
  let blindLooks = 0;
  try {
    for (;;) {
      if (world.interruption.aborted) {
        return await rollBack(release, world, "interrupted", true);
      }
      let seen: Observation;
      try {
        release = await world.persist((current) => current); // a sign of life, and what others asked for meanwhile
        seen = await world.observe(release);
        blindLooks = 0;
      } catch (error) {
        if (error instanceof LockLostError) throw error;
        blindLooks += 1;
        if (blindLooks < MAX_BLIND_LOOKS) {
          await world.wait();
          continue;
        }
        return await rollBack(
          release,
          world,
          `could not look ${blindLooks} times: ${(error as Error).message}`,
        );
      }
      const decision = decide(release, seen);
      switch (decision.kind) {
        case "shift":
          try {
            release = await shift(decision.release, seen.live, world);
          } catch (error) {
            if (error instanceof LockLostError) throw error;
            return await rollBack(decision.release, world, `could not move: ${(error as Error).message}`);
          }
          break;
        case "wait":
          await world.wait();
          break;
        case "finish":
          // Once more, because a hand may have broken it meanwhile, and the next plan goes by it.
          await world.record(weightsOf(release.candidate, recordedWeight(release))).catch(() => {});
          await noteEnd(world, "completed", { to: weightsOf(release.candidate, recordedWeight(release)) });
          return { kind: "completed" };
        case "roll back":
          return await rollBack(release, world, decision.reason);
        case "stop":
          await noteEnd(world, "stopped", { reason: decision.reason });
          return { kind: "stopped", reason: decision.reason };
      }
    }
  } catch (error) {
    if (error instanceof LockLostError) {
      return { kind: "stopped", reason: error.message }; // whoever has the lock has the traffic
    }
    throw error;
  }
}

async function shift(next: Release, live: number, world: World): Promise<Release> {
  // What others asked for meanwhile stays asked.
  const { step, phase, from: before, bakeEndsAt } = next;
  const asked = await world.persist((current) => ({ ...current, step, phase, from: before, bakeEndsAt }));
  if (asked.paused && live !== recordedWeight(next)) return asked;
  const from = weightsOf(next.candidate, live);
  const to = weightsOf(next.candidate, recordedWeight(next));
  await world.note("shifting", { from, to });
  await world.record(to); // before the listener moves, so that the record is never behind
  await world.move(to);
  return world.persist((current) => shifted(current, world.now()));
}

async function rollBack(
  release: Release,
  world: World,
  reason: string,
  interrupted = false,
): Promise<Outcome> {
  await sendAllTo(otherColor(release.candidate), world);
  const from = weightsOf(release.candidate, recordedWeight(release));
  await noteEnd(world, "rolled back", { from, to: weightsOf(release.candidate, 0), reason });
  return { kind: "rolled back", reason, interrupted };
}

/** A history that cannot be written does not make the end undone; the world has said so. */
function noteEnd(world: World, ...note: Parameters<World["note"]>): Promise<void> {
  return world.note(...note).catch(() => {});
}

/** Seconds for which moving all traffic is tried again and again: nothing is more urgent. */
const ROLL_BACK_SECONDS = 120;

/** How long the record may take before traffic goes back without it, in milliseconds. */
const RECORD_FIRST = 2000;

/**
 * All traffic to one color, now, however often AWS has to be asked. Recorded first, as ever; but a record that cannot be
 * written does not keep the traffic where it is.
 */
export async function sendAllTo(
  color: Color,
  world: Pick<World, "move" | "now" | "record" | "sleep">,
): Promise<void> {
  const weights = weightsOf(color, 100);
  const giveUpAt = world.now() + ROLL_BACK_SECONDS * 1000;
  const failure = (work: Promise<void>): Promise<Error | undefined> =>
    work.then(
      () => undefined,
      (error: Error) => error,
    );
  for (let moved = false; ; ) {
    const recording = failure(world.record(weights));
    await Promise.race([recording, world.sleep(RECORD_FIRST)]);
    const notMoved: Error | undefined = moved ? undefined : await failure(world.move(weights));
    moved ||= notMoved === undefined;
    const failed = notMoved ?? (await recording);
    if (failed === undefined) return;
    if (world.now() >= giveUpAt) {
      if (!moved) {
        throw new Error(
          `traffic was NOT sent back to ${color}: ${failed.message}; sign in, look at "npm run release -- status", and say "npm run release -- rollback --to ${color}"`,
        );
      }
      throw new Error(`all traffic is on ${color}, but the record could not be written: ${failed.message}`);
    }
    await world.sleep(500);
  }
}

/** Keeps a release's state in the environment's lock. */
export function persistIn(lock: EnvironmentLock, id: string): World["persist"] {
  return async (change) => {
    const changed = await lock.change(id, (held) => {
      if (held.release === undefined) throw new LockLostError("the lock holds no release");
      return { ...held, aliveAt: new Date().toISOString(), release: change(held.release) };
    });
    return changed.release as Release;
  };
}
