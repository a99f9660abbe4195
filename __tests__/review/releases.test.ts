import { reviewOfPlan } from "../../src/review/of-plan";
import { warningsOf } from "../../src/review/review";
import type { Json } from "../../src/review/terraform-plan";
import { plain } from "../../src/review/text";
import { settingsOf } from "../support/problems";
import type { Overrides } from "../support/synthesize";
import { planOf } from "./made-up-plan";

const of = (release: Overrides["release"]): Json =>
  JSON.parse(JSON.stringify(settingsOf(release === undefined ? {} : { release }).release));

const STEP = { weight: 100, bakeMinutes: 13 };

/** Severity and sentence of each finding. */
function said(before: Json, after: Json): string[] {
  const actions = before === null ? ["create"] : after === null ? ["delete"] : ["update"];
  const rest = { after_unknown: false, before_sensitive: false, after_sensitive: false };
  const review = reviewOfPlan({
    suffix: "dev",
    accountId: "123456789012",
    planJson: planOf({ output_changes: { release_settings: { actions, before, after, ...rest } } }),
    configurationJson: "{}",
    traffic: { parameter: null, weights: {} },
    lock: undefined,
    allowed: [],
  });
  expect(review.verdict).toBe("changes");
  const warnings = warningsOf(review);
  return review.sections
    .flatMap(({ findings }) => findings)
    .map((it) => `${warnings.includes(it) ? "warning: " : ""}${plain(it.sentence)}`);
}

describe("a change of how releases move traffic", () => {
  it("is said in words, and only what changes", () => {
    expect(
      said(
        of(undefined),
        of({
          steps: [
            { weight: 10, bakeMinutes: 10 },
            { weight: 100, bakeMinutes: 30, approval: true },
          ],
          alarms: ["duplicate-payments/dev"],
        }),
      ),
    ).toEqual([
      "warning: steps: 5 % for 10 min, 25 % for 10 min, 50 % for 10 min, 100 % for 10 min → 10 % for 10 min, 100 % for 30 min after an approval",
      "further alarms: none → duplicate-payments/dev",
    ]);
  });

  it("that ends an approval is a warning", () => {
    const steps = [{ weight: 100, bakeMinutes: 10, approval: true }];
    expect(said(of({ steps }), of({ steps: [{ weight: 100, bakeMinutes: 10 }] }))).toEqual([
      "warning: steps: 100 % for 10 min after an approval → 100 % for 10 min",
    ]);
  });

  it("to numbers and smoke tests of other values is said", () => {
    const smokeTests = ["https://a.example.com/"];
    expect(said(of(undefined), of({ minRequests: 200, maxBakeMinutes: 90, smokeTests }))).toEqual([
      "minimum requests of a step: 150 → 200",
      "maximum minutes of a step: 60 → 90",
      "smoke tests: none → https://a.example.com/",
    ]);
  });

  it("to steps that are not judged is a warning, also in a new environment", () => {
    const notJudged = of({ minRequests: 0, steps: [{ weight: 100, bakeMinutes: 13 }] });
    const judged = of({ minRequests: 150, steps: [{ weight: 100, bakeMinutes: 13 }] });
    expect(said(judged, notJudged)).toEqual(["warning: minimum requests of a step: 150 → 0 (not judged)"]);
    expect(said(null, notJudged)).toEqual(["warning: minimum requests of a step: 0 (not judged)"]);
  });

  it.each<[string, Overrides["release"], Overrides["release"], string]>([
    [
      "fewer judged requests",
      { minRequests: 150, steps: [STEP] },
      { minRequests: 10, steps: [STEP] },
      "minimum requests of a step: 150 → 10",
    ],
    ["an alarm that goes", { alarms: ["a", "b"] }, { alarms: ["b"] }, "further alarms: a, b → b"],
    [
      "a smoke test that goes",
      { smokeTests: ["https://a.example.com/"] },
      { smokeTests: [] },
      "smoke tests: https://a.example.com/ → none",
    ],
    [
      "steps that are watched for less",
      { steps: [{ weight: 100, bakeMinutes: 60 }] },
      { steps: [{ weight: 100, bakeMinutes: 10 }] },
      "steps: 100 % for 60 min → 100 % for 10 min",
    ],
    [
      "a larger step",
      {
        steps: [
          { weight: 50, bakeMinutes: 10 },
          { weight: 100, bakeMinutes: 10 },
        ],
      },
      {
        steps: [
          { weight: 5, bakeMinutes: 10 },
          { weight: 100, bakeMinutes: 10 },
        ],
      },
      "steps: 50 % for 10 min, 100 % for 10 min → 5 % for 10 min, 100 % for 10 min",
    ],
  ])("to %s is a warning, and back is none", (_what, strong, weak, sentence) => {
    expect(said(of(strong), of(weak))).toEqual([`warning: ${sentence}`]);
    expect(said(of(weak), of(strong))).toEqual([expect.not.stringContaining("warning: ")]);
  });

  it("is nothing where an environment begins or ends", () => {
    expect(said(null, of(undefined))).toEqual([]);
    expect(said(of(undefined), null)).toEqual([]);
  });
});
