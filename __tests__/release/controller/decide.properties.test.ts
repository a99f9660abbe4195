import fc from "fast-check";
import type { Call } from "../../../src/release/controller/call";
import { weightOf } from "../../../src/release/controller/color";
import { decide } from "../../../src/release/controller/decide";
import {
  PHASES,
  parseDocument,
  type Release,
  type ReleaseDocument,
} from "../../../src/release/controller/document";
import { inAlarm, isWhole, type Look } from "../../../src/release/controller/look";
import { answer, tick } from "./made-up-aws";
import { cause, documentOf, lookOf, MINUTE, NOW, releaseOf, step } from "./made-up-documents";
import { episodes, Run } from "./random-runs";

const percents = fc.constantFrom(0, 10, 25, 50, 75, 100);
const some = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const times = fc.nat(80).map((minutes) => NOW - minutes * MINUTE);
/** Removes fields whose value is `undefined`, because a document does not contain such fields. */
const tidy = <T extends object>(it: T): never =>
  Object.fromEntries(Object.entries(it).filter(([, value]) => value !== undefined)) as never;

const releases: fc.Arbitrary<Release> = fc
  .record({
    candidate: fc.constantFrom("blue" as const, "green" as const),
    weights: fc.subarray([25, 50, 75, 100], { minLength: 1 }),
    approval: fc.boolean(),
    at: fc.nat(3),
    promoted: fc.boolean(),
    healthy: some(fc.nat(4)),
    minRequests: fc.constantFrom(0, 10),
    paused: some(fc.constantFrom("asked" as const, "approval" as const, "inconclusive" as const)),
  })
  .map(({ weights, approval, at, candidate, ...rest }) =>
    releaseOf(
      tidy({
        ...rest,
        candidate,
        alarms: [`errors-${candidate}`],
        steps: weights.map((weight) => step(weight, 5, approval)),
        step: at % weights.length,
      }),
    ),
  );

const documents: fc.Arbitrary<ReleaseDocument> = fc
  .record({
    release: releases,
    phase: fc.constantFrom(...PHASES),
    from: some(fc.oneof(percents, fc.constantFrom("unseen" as const, "no weights" as const))),
    more: fc.array(percents, { maxLength: 3 }),
    ended: some(fc.constantFrom("completed" as const, "rolled back" as const)),
    movedAt: times,
    wrongSince: some(times),
    warned: some(fc.constant(true as const)),
  })
  .map(({ more, ...rest }) => {
    const { candidate, steps, step: index } = rest.release;
    const ended = ["settling", "idle"].includes(rest.phase) ? rest.ended : undefined;
    const isBack = rest.phase === "back" || rest.phase === "stuck" || ended === "rolled back";
    const share = isBack ? 0 : (steps[index]?.weight ?? 0);
    const want = weightOf(candidate, share);
    return documentOf(tidy({ ...rest, ended, want, mine: [...new Set([...more, want])] }));
  });

const counts = fc.record({ registered: fc.nat(4), healthy: fc.nat(4) }).map(({ registered, healthy }) => ({
  registered: registered + healthy,
  healthy,
}));
const states = fc.constantFrom("OK", "OK", "ALARM", "INSUFFICIENT_DATA");

/** Any look, also with missing parts. */
const looks: fc.Arbitrary<Look> = fc
  .record({
    live: some(fc.oneof(percents, fc.constant("no weights" as const))),
    recorded: some(percents),
    blue: some(counts),
    green: some(counts),
    alarms: some(fc.dictionary(fc.constantFrom("errors-blue", "errors-green"), states)),
    requests: some(fc.nat(20)),
  })
  .map(({ blue, green, ...rest }) =>
    tidy({
      ...lookOf(),
      ...rest,
      targets: tidy({ blue, green }),
      ...(rest.live === undefined && { live: undefined }),
    }),
  );

/** Mostly weights of the document, so that not every look is foreign. */
const pairs = fc
  .tuple(documents, looks, fc.nat(3))
  .map(([document, look, way]): readonly [ReleaseDocument, Look] => [
    document,
    look.live === undefined || way === 0
      ? look
      : { ...look, live: way === 1 ? document.want : (document.mine[0] ?? 0) },
  ]);

const RUNS = { numRuns: 3000 };

describe("a decision about any document and any look", () => {
  it("gives the candidate no more while a release alarm is in ALARM, something is unseen, or the candidate is dead", () =>
    fc.assert(
      fc.property(pairs, ([document, look]) => {
        if (document.phase === "held") return; // a person moved it past every alarm
        const { candidate, alarms } = document.release as Release;
        const isBad =
          inAlarm(look).some((name) => alarms.includes(name)) ||
          !isWhole(look, alarms) ||
          look.targets[candidate]?.healthy === 0;
        fc.pre(isBad);
        const { act, document: after } = decide(document, look);
        if (act?.kind === "move") {
          expect(act.forward).toBe(false);
          expect([0, weightOf(candidate, document.want)]).toContain(weightOf(candidate, act.green));
        }
        expect(weightOf(candidate, after.want)).toBeLessThanOrEqual(weightOf(candidate, document.want));
      }),
      RUNS,
    ));

  it("never turns forward from going back, and moves to the stable color only", () =>
    fc.assert(
      fc.property(pairs, ([document, look]) => {
        fc.pre(document.phase === "back" || document.phase === "stuck" || document.ended === "rolled back");
        const { act, document: after } = decide(document, look);
        expect(["shifting", "baking", "paused"]).not.toContain(after.phase);
        if (document.phase !== "foreign" && document.phase !== "held") expect(after.want).toBe(document.want);
        if (act?.kind === "move") expect(act).toEqual({ kind: "move", green: document.want, forward: false });
      }),
      RUNS,
    ));

  it("asks only for weights of the steps, and for all traffic on the stable color", () =>
    fc.assert(
      fc.property(pairs, ([document, look]) => {
        const { candidate, steps } = document.release as Release;
        const { act, document: after } = decide(document, look);
        const allowed = [0, ...steps.map(({ weight }) => weight)];
        expect(allowed).toContain(weightOf(candidate, after.want));
        if (act?.kind === "move") expect(act.green).toBe(after.want);
        if (act?.kind === "move") expect(after.mine).toContain(act.green);
      }),
      RUNS,
    ));

  it("takes one step at most, and none while it is paused", () =>
    fc.assert(
      fc.property(pairs, ([document, look]) => {
        const after = decide(document, look).document.release?.step ?? 0;
        const before = (document.release as Release).step;
        expect(after - before).toBeLessThanOrEqual(document.phase === "baking" ? 1 : 0);
      }),
      RUNS,
    ));

  it("is the same each time, and is written in a form that is read again", () =>
    fc.assert(
      fc.property(pairs, ([document, look]) => {
        const decision = decide(document, look);
        expect(decide(structuredClone(document), structuredClone(look))).toEqual(decision);
        expect(parseDocument(JSON.stringify(decision.document))).toEqual(
          JSON.parse(JSON.stringify(decision.document)),
        );
      }),
      RUNS,
    ));
});

describe("a document", () => {
  it("that is any text at all is read or called unreadable, without an error", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          documents.chain((it) =>
            fc
              .jsonValue()
              .chain((value) =>
                fc.constantFrom(...Object.keys(it)).map((field) => JSON.stringify({ ...it, [field]: value })),
              ),
          ),
        ),
        (text) => {
          expect(typeof parseDocument(text)).toBe("object");
        },
      ),
      RUNS,
    ));

  it("with a release that is any value at all likewise", () =>
    fc.assert(
      fc.property(releases, fc.jsonValue(), fc.nat(30), (release, value, index) => {
        const fields = Object.keys(release);
        const broken = { ...release, [fields[index % fields.length] as string]: value };
        expect(typeof parseDocument(JSON.stringify({ ...documentOf(), release: broken }))).toBe("object");
      }),
      RUNS,
    ));

  it("of any run is read again", () =>
    fc.assert(
      fc.property(episodes, (played) => {
        const run = new Run();
        for (const episode of played) {
          run.play(episode);
          const { text } = run.world;
          if (text !== undefined) expect(parseDocument(text)).not.toHaveProperty("unreadable");
        }
      }),
      { numRuns: 100 },
    ));

  it("has a revision that rises with every write", () =>
    fc.assert(
      fc.property(episodes, (played) => {
        const run = new Run();
        let newest = 0;
        for (const episode of played) run.play(episode);
        tick(run.world, cause(), (call: Call) => {
          if (call.kind === "write") expect(call.document.rev).toBe(newest + 1);
          const given = answer(run.world, call);
          if (given.kind === "document") newest = JSON.parse(given.text).rev;
          if (given.kind === "written" && call.kind === "write") newest = call.document.rev;
          return given;
        });
      }),
      { numRuns: 50 },
    ));
});
