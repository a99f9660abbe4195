import type { TerraformEvent } from "../../src/terraform/events";
import { ApplyProgress } from "../../src/terraform/progress";

type Step = "apply_start" | "apply_complete" | "apply_errored";
const step = (type: Step, addr: string, action = "create"): TerraformEvent => ({
  type,
  hook: { resource: { addr }, action },
});

let progress: ApplyProgress;
const note = (seconds: number, ...events: TerraformEvent[]) => {
  jest.setSystemTime(seconds * 1000);
  for (const event of events) progress.note(event);
};

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  progress = new ApplyProgress(10);
});
afterEach(() => jest.useRealTimers());

it("begins with nothing", () => {
  expect(progress.lines(4000)).toEqual(["0 of 10 done, 4 s"]);
});

it("says what is waited for, and since when, the longest first", () => {
  note(1, step("apply_start", "aws_lb.a"));
  note(3, step("apply_start", "aws_lb.b", "delete"));
  expect(progress.lines(65_000)).toEqual([
    "0 of 10 done, 1 min 05 s",
    "  waiting 1 min 04 s for aws_lb.a to be created",
    "  waiting 1 min 02 s for aws_lb.b to be destroyed",
  ]);
  note(66, step("apply_complete", "aws_lb.a"));
  expect(progress.lines()).toEqual([
    "1 of 10 done, 1 min 06 s",
    "  waiting 1 min 03 s for aws_lb.b to be destroyed",
  ]);
});

it("counts a replacement twice", () => {
  const steps = (action: string) =>
    (["apply_start", "apply_complete"] as const).map((it) => step(it, "a.b", action));
  note(1, ...steps("delete"), ...steps("create"));
  expect([progress.done, progress.lines()]).toEqual([2, ["2 of 10 done, 1 s"]]);
});

it("counts no data source that is read, and nothing that is compared", () => {
  note(1, step("apply_start", "data.a.b", "read"));
  expect(progress.lines()).toEqual(["0 of 10 done, 1 s"]);
  note(1, step("apply_complete", "data.a.b", "read"), {
    type: "refresh_complete",
    hook: { resource: { addr: "x" } },
  });
  expect(progress.done).toBe(0);
});

it("neither waits for what failed nor counts it", () => {
  note(1, step("apply_start", "aws_lb.a"), step("apply_errored", "aws_lb.a"));
  expect(progress.lines()).toEqual(["0 of 10 done, 1 s"]);
});

it("keeps to a few lines", () => {
  note(0, ...[..."abcdefghi"].map((it) => step("apply_start", it, "update")));
  expect(progress.lines(1000)).toEqual([
    "0 of 10 done, 1 s",
    ...[..."abcdef"].map((it) => `  waiting 1 s for ${it} to be updated`),
    "  and 3 more",
  ]);
});
