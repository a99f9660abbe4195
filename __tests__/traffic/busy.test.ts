import { minuteSecondsFor, tooBusy } from "../../src/rehearsal/busy";

it.each([
  [1, 0, 1],
  [1.25, 1.25, 1],
  [1.5, 0.4, 3],
  [3.5, 1, 6],
  [20, 5, 8],
  [1.2, 5, 8], // the other programs paused while this one measured
])(
  "where work takes %d times as long and the load is %d, a rehearsed minute takes %d seconds",
  (crowded, load, seconds) => expect(minuteSecondsFor(crowded, load)).toBe(seconds),
);

it.each([
  [{ "504": 3 }, ", which is enough for requests to time out"],
  [{}, ""],
])(
  "says with failures %j that the machine was too busy, that nothing was proved, and when to try again",
  (failed, timeouts) =>
    expect(
      tooBusy("the good release ended with 3", {
        lateSeconds: 74.4,
        counts: { asked: 100, worstGapSeconds: 0, failed },
      }),
    ).toMatch(
      new RegExp(
        `^this machine was too busy: the good release ended with 3\\. The rehearsal's own clock was up to 74 rehearsed seconds late${timeouts}, so the rehearsal proved nothing about the release\\. Run the rehearsal again when .* the load is \\d+\\.\\d on \\d+ processors$`,
      ),
    ),
);
