import fc from "fast-check";
import type { Release } from "../../src/lock/stored-lock";
import { recordedWeight } from "../../src/release/release";
import { begun, percents } from "./made-up-releases";
import { type Incident, MadeUpWorld } from "./made-up-world";

const of = (...kinds: Exclude<Incident["kind"], "foreign move" | "slow">[]): fc.Arbitrary<Incident> =>
  fc.constantFrom(...kinds).map((kind) => ({ kind }) as Incident);
const slow = fc.integer({ min: 1, max: 30 }).map((seconds): Incident => ({ kind: "slow", seconds }));
const foreignMove = percents.map((weight): Incident => ({ kind: "foreign move", weight }));

const nothing = { arbitrary: of("nothing"), weight: 12 };
const failures = { arbitrary: of("fails", "fails after its effect"), weight: 2 };
const crashes = { arbitrary: of("crash", "crash after its effect"), weight: 1 };
const moreCrashes = { ...crashes, weight: 4 };
const commands = { arbitrary: of("pause", "resume", "promote"), weight: 2 };
const releaseAlarms = { arbitrary: of("alarm", "quiet", "unhealthy", "healthy"), weight: 1 };
const ends = { arbitrary: of("interrupt", "takeover"), weight: 1 };
const slowness = { arbitrary: slow, weight: 1 };

type Weighted = fc.WeightedArbitrary<Incident>;

/** Runs made-up releases, each to its end, and judges each. */
async function always(
  incidents: readonly Weighted[],
  judge: (world: MadeUpWorld, ended: Awaited<ReturnType<MadeUpWorld["run"]>>, begun: Release) => void,
  everyInstant: (world: MadeUpWorld) => void = () => {},
): Promise<void> {
  const scripts = fc.array(fc.oneof(nothing, ...incidents), { maxLength: 60, size: "max" });
  await fc.assert(
    fc.asyncProperty(begun, scripts, async (release, script) => {
      const world = new MadeUpWorld(release, [...script]);
      let broken: unknown;
      world.everyInstant = () => {
        try {
          everyInstant(world);
        } catch (error) {
          broken ??= error; // the runner under test would take it for a failed call
        }
      };
      const ended = await world.run();
      if (broken !== undefined) throw broken;
      judge(world, ended, release);
    }),
    { numRuns: 1000 },
  );
}

const everything = [failures, crashes, commands, releaseAlarms, ends, slowness];
const foreign = { arbitrary: foreignMove, weight: 1 };

describe("whatever happens to a release", () => {
  it("the weights are whole percents that sum to 100", () =>
    always([...everything, foreign], ({ moved }) => {
      for (const { blue, green } of moved) {
        expect([blue + green, Number.isInteger(green), green >= 0 && green <= 100]).toEqual([
          100,
          true,
          true,
        ]);
      }
    }));

  it("the candidate gets its recorded step, or nothing", () =>
    always([...everything, foreign], ({ moves }) => {
      for (const { weight, heard } of moves) {
        expect([0, recordedWeight(heard)]).toContain(weight);
      }
    }));

  it("the record is written before the listener is moved to the candidate", () =>
    always([...everything, foreign], ({ moves }) => {
      for (const { weight, recorded } of moves) if (weight > 0) expect(weight).toBe(recorded);
    }));

  it("the listener has the step's weight, or the one before, or none, at any instant", () =>
    always(
      everything,
      () => {},
      ({ live, release }) => expect([release.from, recordedWeight(release), 0]).toContain(live),
    ));

  it("a rollback ends with nothing on the candidate, live and recorded", () =>
    always(everything, ({ live, recorded }, ended) => {
      if ("kind" in ended && ended.kind === "rolled back")
        expect({ live, recorded }).toEqual({ live: 0, recorded: 0 });
    }));

  it("a completed release is at its last step, live and recorded", () =>
    always([...everything, moreCrashes], ({ live, recorded, heard }, ended) => {
      if (!("kind" in ended) || ended.kind !== "completed") return;
      const last = heard.steps.at(-1);
      expect({ live, recorded }).toEqual({ live: last, recorded: last });
    }));

  it("it ends with an outcome, whatever call fails", () =>
    always([failures, crashes, commands, releaseAlarms, slowness], (_world, ended) => {
      expect(ended).not.toBeInstanceOf(Error);
    }));

  it("nothing more goes to the candidate while it is paused", () =>
    always(everything, ({ moves }, _ended, { from }) => {
      moves.forEach(({ weight, heard }, index) => {
        if (heard.paused) expect(weight).toBeLessThanOrEqual(moves[index - 1]?.weight ?? from);
      });
    }));

  it("each step is watched for its time before the next, unless it is promoted", () =>
    always([failures, crashes, releaseAlarms, slowness], ({ moves }) => {
      moves.forEach(({ weight, now, heard }, index) => {
        const before = moves[index - 1];
        if (before === undefined || before.weight === 0 || weight <= before.weight) return; // on the way back
        expect(now - before.now).toBeGreaterThanOrEqual(heard.bakeSeconds * 1000);
      });
    }));

  it("a release alarm that is seen sends everything back, and nothing more to the candidate", () =>
    always([commands, releaseAlarms, slowness], ({ looks, moves }, ended) => {
      const seen = looks.find(({ guarded }) => guarded);
      if (seen === undefined) return;
      expect(moves.slice(seen.movesBefore).map(({ weight }) => weight)).toEqual([0]);
      expect(ended).toMatchObject({ kind: "rolled back", interrupted: false });
    }));
});

describe("a release that cannot see or be seen", () => {
  /** How it ends when so many looks in a row fail after the first step, and how often it has moved. */
  async function blind(release: Release, looks: number, call: "observe" | "persist") {
    const nothings = (count: number) => Array<Incident>(count).fill({ kind: "nothing" });
    const failed: Incident[] = [...nothings(call === "observe" ? 1 : 0), { kind: "fails" }];
    const firstStep = nothings(7); // persist, observe, persist, note, record, move, persist
    const world = new MadeUpWorld(release, [...firstStep, ...Array(looks).fill(failed).flat()]);
    return { ended: await world.run(), moved: world.moves.map(({ weight }) => weight) };
  }

  it.each(["observe", "persist"] as const)("goes back when it could not %s three times, not sooner", (call) =>
    fc.assert(
      fc.asyncProperty(begun, async (release) => {
        const { steps } = release;
        expect(await blind(release, 2, call)).toEqual({ ended: { kind: "completed" }, moved: steps });
        expect(await blind(release, 3, call)).toEqual({
          ended: { kind: "rolled back", reason: "could not look 3 times: made up", interrupted: false },
          moved: [steps[0], 0],
        });
      }),
    ),
  );

  it("moves nothing more once somebody took over", () =>
    always(
      [commands, slowness, { arbitrary: of("takeover"), weight: 1 }],
      ({ moves, movesAtLoss }, ended) => {
        if (movesAtLoss === undefined) return;
        expect(ended).toEqual({ kind: "stopped", reason: "somebody took over" });
        expect(moves).toHaveLength(movesAtLoss);
      },
    ));
});

describe("somebody else moves the listener", () => {
  it("stops, says what it has, and leaves it as it was found", () =>
    always([crashes, commands, slowness, foreign], ({ looks, moves }, ended) => {
      if (!("kind" in ended) || ended.kind !== "stopped") return;
      const last = looks.at(-1);
      expect(ended.reason).toMatch(
        new RegExp(`^somebody else moved the listener: \\w+ has ${last?.live} %, this release left it at `),
      );
      expect(moves).toHaveLength(last?.movesBefore ?? -1);
    }));

  it("a foreign weight that is seen ends the release without another move", () =>
    always([commands, slowness, foreign], ({ looks, moves }, ended, { from, steps }) => {
      const ours = [from, ...steps, 100, 0];
      const seen = looks.find(({ live }) => !ours.includes(live));
      if (seen === undefined) return;
      expect([ended, moves.length]).toEqual([
        { kind: "stopped", reason: expect.stringContaining("somebody else") },
        seen.movesBefore,
      ]);
    }));
});

describe("a release that nothing happens to but commands", () => {
  it("goes through every step, in their order", () =>
    always([slowness], ({ moves, notes }, ended, { steps }) => {
      expect(ended).toEqual({ kind: "completed" });
      expect(moves.map(({ weight }) => weight)).toEqual(steps);
      expect(notes).toEqual([...steps.map(() => "shifting"), "completed"]);
    }));

  it("ends at 100, without the steps between, once somebody promoted it", () =>
    fc.assert(
      fc.asyncProperty(begun, fc.integer({ min: 0, max: 2 }), async (release, calls) => {
        const script: Incident[] = [...Array<Incident>(calls).fill({ kind: "nothing" }), { kind: "promote" }];
        const world = new MadeUpWorld(release, script);
        expect(await world.run()).toEqual({ kind: "completed" });
        expect([world.live, world.recorded]).toEqual([100, 100]);
        expect(world.moves.length).toBeLessThanOrEqual(2); // the step that was on its way, and 100
      }),
    ));
});
