const { default: Sequencer } = require("@jest/test-sequencer");

/** What takes minutes, the longest first. */
const LONG = [
  "pull-request",
  "environments",
  "release",
  "terminal",
  "interruptions",
  "start",
  "sweep",
  "environments.long",
  "saved-plans.long",
  "killed.long",
  "cdktf.long",
];

/** Starts first what would be waited for in the end. Jest knows durations only from an earlier run on the machine. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const isLong = (name) => (test) => test.path.endsWith(`/rehearsal/${name}.test.ts`);
    const first = LONG.flatMap((name) => tests.filter(isLong(name)));
    return [...first, ...super.sort(tests.filter((test) => !first.includes(test)))];
  }
};
