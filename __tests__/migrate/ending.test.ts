import { endingOf } from "../../src/migrate/run-migration";

const STARTED = { startedAt: new Date(0), stoppedReason: "Host EC2 terminated." };
const NOT_STARTED = { startedAt: undefined, stoppedReason: "CannotPullContainerError" };
const MAYBE_DONE = "no exit code, but the task had started, so some or all of its work may be done";

it.each([
  ["its exit code", 3, STARTED, true, "exit code 3: Host EC2 terminated."],
  ["that work may be done after a start", undefined, STARTED, false, `${MAYBE_DONE}: Host EC2 terminated.`],
  [
    "that work may be done after a log line",
    undefined,
    NOT_STARTED,
    true,
    `${MAYBE_DONE}: CannotPullContainerError`,
  ],
  [
    "that ECS reports no start",
    undefined,
    NOT_STARTED,
    false,
    "no exit code, and ECS does not report that the task had started: CannotPullContainerError",
  ],
  ["that ECS reports no reason", 1, {}, true, "exit code 1: ECS reports no reason"],
])("the ending of a migration says %s", (_what, exitCode, task, logged, words) => {
  expect(endingOf(exitCode, task, logged)).toBe(words);
});
