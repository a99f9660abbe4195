const { default: Sequencer } = require("@jest/test-sequencer");

/** What takes minutes, the longest first. */
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
/** Then half minutes, seconds, and moments, with which no worker is left alone in the end. */
const TIERS = ["long", "rehearsal", "thorough", "unit"];

/** Starts first what would be waited for in the end. Jest knows durations only from an earlier run on the machine. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const isLong = (name) => (test) => test.path.endsWith(`/rehearsal/${name}.test.ts`);
    const first = LONG.flatMap((name) => tests.filter(isLong(name)));
    const rest = super.sort(tests.filter((test) => !first.includes(test)));
    const tierOf = ({ context }) => TIERS.indexOf(context.config.displayName.name);
    return [...first, ...rest.sort((a, b) => tierOf(a) - tierOf(b))];
  }
};
