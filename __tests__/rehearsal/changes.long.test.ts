import { join, resolve } from "node:path";
import fc from "fast-check";
import { emptyFolder } from "../../src/files/own-folder";
import { changes, NOTHING_OUTSIDE } from "../../src/rehearsal/changes/changes";
import { changedEnvironments } from "../../src/rehearsal/changes/environments";
import { Results } from "../../src/rehearsal/changes/results";
import { nameOf } from "../../src/rehearsal/changes/setting-change";
import { verdictOf } from "../../src/rehearsal/changes/verdict";
import { MINUTES } from "./support";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const SIZE = 6;

const ALL = changedEnvironments(NOTHING_OUTSIDE).flatMap(({ name, changes: each }) =>
  each.map((change) => `${name}: ${nameOf(change)}`),
);
const [SAMPLE = []] = fc.sample(fc.shuffledSubarray(ALL, { minLength: SIZE, maxLength: SIZE }), {
  seed: SEED,
  numRuns: 1,
});

/** A sample of what `npm run changes` does with all of them. */
it(
  `nothing happens unsaid when settings change under traffic: ${SIZE} of ${ALL.length} changes, SEED=${SEED}`,
  async () => {
    const directory = resolve(__dirname, "../../.rehearsal/jest-changes");
    const seen = join(`${directory}-seen`);
    emptyFolder(seen);
    const results = new Results(seen);
    await changes({
      directory,
      toolchainDirectory: resolve(__dirname, "../../.toolchain"),
      env: process.env,
      results,
      isMeant: ({ name }, change) => SAMPLE.includes(`${name}: ${nameOf(change)}`),
      signal: new AbortController().signal,
      print: () => {},
    });
    const all = results.all();
    const names = all.map(({ environment, name }) => `${environment}: ${name}`);
    expect(names.sort()).toEqual([...SAMPLE].sort());
    for (const it of all) {
      expect([it.name, verdictOf(it)]).toEqual([it.name, { verdict: expect.not.stringMatching("SILENT") }]);
    }
    for (const { kind, asked } of all.filter((it) => it.kind === "applied")) {
      expect([kind, asked > 50]).toEqual(["applied", true]);
    }
  },
  8 * MINUTES,
);
