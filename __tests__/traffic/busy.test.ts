import { minuteSecondsFor, tooBusy } from "../../src/rehearsal/busy";

it.each([
  [1, 1],
  [1.25, 1],
  [1.5, 3],
  [3.5, 6],
  [20, 8],
])("where work takes %d times as long, a rehearsed minute takes %d seconds", (crowded, seconds) =>
  expect(minuteSecondsFor(crowded)).toBe(seconds),
);

it("says that the machine was too busy, that nothing was proved, and when to try again", () =>
  expect(tooBusy("the good release ended with 3", 74.4)).toMatch(
    /^this machine was too busy: the good release ended with 3, because .* 74 rehearsed seconds late .* Nothing was proved.* Run it again when .* the load is \d+\.\d on \d+ processors$/,
  ));
