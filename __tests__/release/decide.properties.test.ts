import fc from "fast-check";
import type { Release, ReleasePlan } from "../../src/lock/stored-lock";
import {
  begin,
  decide,
  type Observation,
  promoted,
  recordedWeight,
  shifted,
  weightsOf,
} from "../../src/release/release";
import { begun, colors, percents, RELEASE_ALARM } from "./made-up-releases";

describe("a decision", () => {
  const plans: fc.Arbitrary<ReleasePlan> = begun;
  const seen = (release: Release, over: Partial<Observation> = {}): Observation => ({
    now: 0,
    live: recordedWeight(release),
    inAlarm: [],
    notJudged: [],
    healthyTargets: 2,
    unhealthyTargets: 0,
    ...over,
  });

  it("is the same for the same release and the same look", () =>
    fc.assert(
      fc.property(begun, percents, fc.boolean(), (release, live, isInAlarm) => {
        const look = seen(release, { live, inAlarm: isInAlarm ? [RELEASE_ALARM] : [] });
        expect(decide(release, look)).toEqual(decide(structuredClone(release), structuredClone(look)));
      }),
    ));

  it("goes back at any alarm and at any unhealthy target, in every phase", () =>
    fc.assert(
      fc.property(
        begun,
        fc.boolean(),
        fc.boolean(),
        fc.nat(),
        fc.nat(),
        (release, baking, isInAlarm, good, bad) => {
          fc.pre(isInAlarm || good === 0 || bad > 0);
          const at = baking ? shifted(release, 0) : release;
          const look = seen(at, {
            inAlarm: isInAlarm ? [RELEASE_ALARM] : [],
            healthyTargets: good,
            unhealthyTargets: bad,
          });
          expect(decide(at, look)).toEqual({
            kind: "roll back",
            reason: isInAlarm
              ? `alarm ${RELEASE_ALARM}`
              : `${good} healthy and ${bad} unhealthy targets of ${at.candidate}`,
          });
        },
      ),
    ));

  it("stops at any weight that is not the release's own, even when an alarm is in ALARM", () =>
    fc.assert(
      fc.property(begun, percents, fc.boolean(), (release, live, baking) => {
        const at = baking ? shifted(release, 0) : release;
        const own = baking ? [recordedWeight(at)] : [at.from, recordedWeight(at)];
        fc.pre(!own.includes(live));
        expect(decide(at, seen(at, { live, inAlarm: [RELEASE_ALARM] }))).toEqual({
          kind: "stop",
          reason: `somebody else moved the listener: ${at.candidate} has ${live} %, this release left it at ${own.join(" or ")} %`,
        });
      }),
    ));

  it("keeps the steps rising, and ends them with 100, when somebody promotes", () =>
    fc.assert(
      fc.property(plans, percents, (plan, from) => {
        const { steps, promoted: asked, paused } = promoted({ ...begin(plan, from), paused: true });
        expect([steps.at(-1), asked, paused]).toEqual([100, true, false]);
        expect([...new Set(steps)].sort((a, b) => a - b)).toEqual(steps);
        expect(steps.slice(0, plan.steps.length)).toEqual(plan.steps);
      }),
    ));

  it("means a weights that sums to 100", () =>
    fc.assert(
      fc.property(colors, percents, (color, weight) => {
        const weights = weightsOf(color, weight);
        expect([weights[color], weights.blue + weights.green]).toEqual([weight, 100]);
      }),
    ));
});
