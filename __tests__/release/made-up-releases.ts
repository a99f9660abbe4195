import fc from "fast-check";
import type { Release } from "../../src/lock/stored-lock";
import { begin } from "../../src/release/release";

export const RELEASE_ALARM = "alarm-of-this-test";
export const percents = fc.integer({ min: 0, max: 100 });
export const colors = fc.constantFrom("blue" as const, "green" as const);

/** A release that a preflight let begin: its steps rise from above the candidate's weight until now. */
export const begun: fc.Arbitrary<Release> = fc
  .record({
    candidate: colors,
    weights: fc.uniqueArray(percents, { minLength: 2, maxLength: 6 }).map((it) => it.sort((a, b) => a - b)),
    bakeSeconds: fc.integer({ min: 0, max: 20 }),
  })
  .map(({ candidate, weights: [from = 0, ...steps], bakeSeconds }) =>
    begin({ candidate, steps, bakeSeconds, releaseAlarms: [RELEASE_ALARM] }, from),
  );
