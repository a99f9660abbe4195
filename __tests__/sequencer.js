const { default: Sequencer } = require("@jest/test-sequencer");

/** The rehearsals that take at least five minutes (docs/testing.md), the longest first. */
const LONG = [
  "restored-data.long",
  "failing-changes.long",
  "engine-upgrade.long",
  "changes.long",
  "example.long",
  "restore.long",
  "environments.long",
  "saved-plans.long",
  "release.long",
  "release-faults.long",
  "environments",
  "pull-request.long",
  "traffic.long",
  "first-week.long",
  "killed.long",
  "terminal.long",
  "release-random.long",
  "start",
  "release-search.long",
  "changes-in-place.long",
  "cdktf.long",
];
/** The other tests, slowest projects first. Short tests come last, so that all workers finish at about the same time. */
const TIERS = ["long", "rehearsal", "together", "thorough", "unit"];

const isLong = (name) => (test) => test.path.endsWith(`/rehearsal/${name}.test.ts`);
const longestFirst = (tests) => {
  const first = LONG.flatMap((name) => tests.filter(isLong(name)));
  return [first, tests.filter((test) => !first.includes(test))];
};

/** Starts the longest tests first. Jest alone knows durations only from an earlier run on the same machine. */
module.exports = class LongestFirst extends Sequencer {
  static LONG = LONG;

  sort(tests) {
    const [first, others] = longestFirst(tests);
    const tierOf = ({ context }) => TIERS.indexOf(context.config.displayName.name);
    return [...first, ...super.sort(others).sort((a, b) => tierOf(a) - tierOf(b))];
  }

  /**
   * Deals the tests out to the shards in turn, so that each shard has some of the longest. The order does not depend on durations that only
   * one machine knows, because each shard runs on a machine of its own.
   */
  shard(tests, { shardIndex, shardCount }) {
    const byPath = [...tests].sort((a, b) => (a.path < b.path ? -1 : 1));
    return longestFirst(byPath)
      .flat()
      .filter((_, at) => at % shardCount === shardIndex - 1);
  }
};
