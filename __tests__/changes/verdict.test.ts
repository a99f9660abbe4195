import type { Observed } from "../../src/rehearsal/changes/observed";
import { isOfTheMachine } from "../../src/rehearsal/changes/rehearse-changes";
import { verdictOf } from "../../src/rehearsal/changes/verdict";
import { observed } from "./observed";

const warned = (section: string, sentence: string): Partial<Observed> => ({
  warnings: [{ section, sentence }],
});
const FAILED = { failed: { "503": 2 } };

describe("a change", () => {
  it.each<[what: string, seen: Partial<Observed>, verdict: string]>([
    ["that fails no request", {}, "nothing noticed"],
    ["that changes nothing", { kind: "no changes" }, "nothing noticed"],
    ["that is refused with words", { kind: "refused", refusal: "AWS does not" }, "refused"],
    ["that is blocked with words", { kind: "blocked", refusal: "data would be lost" }, "refused"],
    ["that the review warns of", warned("Safeguards", "it goes"), "warned"],
    [
      "that fails requests as the review warns",
      { ...FAILED, ...warned("Interruptions", "they may fail") },
      "warned",
    ],
    [
      "whose old task definition goes last",
      { changes: [{ address: "aws_ecs_task_definition.blue", action: "replace" }] },
      "nothing noticed",
    ],
    [
      "that removes what the review names",
      {
        changes: [{ address: "aws_nat_gateway.one", action: "destroy" }],
        ...warned("Interruptions", "aws_nat_gateway.one goes"),
      },
      "warned",
    ],
    [
      "that removes what goes with what the review names",
      {
        changes: [{ address: "aws_route_table.of_a_zone", action: "destroy" }],
        ...warned("Interruptions", "aws_subnet.of_a_zone goes"),
      },
      "warned",
    ],
  ])("%s is no fault", (_, seen, verdict) => expect(verdictOf(observed(seen))).toEqual({ verdict }));

  it.each<[what: string, seen: Partial<Observed>, why: string]>([
    ["that is refused without a word", { kind: "refused" }, "refused without a message"],
    ["to the value of before", { after: '"application"' }, "the setting had this value before"],
    ["that ends half-way", { kind: "failed", exitCode: 1 }, "the deployment ended: failed"],
    ["that fails requests unsaid", FAILED, "requests failed, and no warning said that requests may fail"],
    [
      "that fails requests, and is warned of for something else",
      { ...FAILED, ...warned("Costs", "it is dearer") },
      "requests failed, and no warning said that requests may fail",
    ],
    [
      "that removes what no warning names",
      {
        changes: [{ address: "aws_nat_gateway.one", action: "destroy" }],
        ...warned("Interruptions", "aws_nat_gateway.two goes"),
      },
      "no warning names these destroyed or replaced resources: aws_nat_gateway.one",
    ],
  ])("%s is SILENT", (_, seen, why) => expect(verdictOf(observed(seen))).toEqual({ verdict: "SILENT", why }));
});

describe("requests that failed", () => {
  const counts = (failed: Record<string, number>) => ({ asked: 100, failed, worstGapSeconds: 1 });

  it("are the machine's fault where they ran out of time while it stood still", () =>
    expect(isOfTheMachine(counts({ "timed out": 3, "504": 1 }), 1)).toBe(true));

  it.each<[what: string, failed: Record<string, number>, standstillSeconds: number]>([
    ["they ran out of time while it did not", { "timed out": 3 }, 0.1],
    ["one of them was answered 503", { "timed out": 3, "503": 1 }, 3],
    ["one of them found no listener", { ECONNRESET: 1 }, 3],
    ["there are none", {}, 3],
  ])("are not where %s", (_, failed, standstillSeconds) =>
    expect(isOfTheMachine(counts(failed), standstillSeconds)).toBe(false),
  );
});
