const { default: Sequencer } = require("@jest/test-sequencer");

/** Rehearsals that take minutes, the longest first. */
const LONG = [
  "release",
  "pull-request",
  "environments",
  "terminal",
  "sweep",
  "start",
  "interruptions",
  "environments.long",
  "saved-plans.long",
  "killed.long",
  "cdktf.long",
];
/** The other tests, slowest projects first. Short tests come last, so that all workers finish at about the same time. */
const TIERS = ["long", "rehearsal", "thorough", "unit"];

/** Starts the longest tests first. Jest alone knows durations only from an earlier run on the same machine. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const isLong = (name) => (test) => test.path.endsWith(`/rehearsal/${name}.test.ts`);
    const first = LONG.flatMap((name) => tests.filter(isLong(name)));
    const rest = super.sort(tests.filter((test) => !first.includes(test)));
    const tierOf = ({ context }) => TIERS.indexOf(context.config.displayName.name);
    return [...first, ...rest.sort((a, b) => tierOf(a) - tierOf(b))];
  }
};
