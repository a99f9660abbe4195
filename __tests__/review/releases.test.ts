import { reviewOfPlan } from "../../src/review/of-plan";
import { warningsOf } from "../../src/review/review";
import type { Json } from "../../src/review/terraform-plan";
import { plain } from "../../src/review/text";
import { settingsOf } from "../support/problems";
import type { Overrides } from "../support/synthesize";
import { planOf } from "./made-up-plan";

const of = (release: Overrides["release"]): Json =>
  JSON.parse(JSON.stringify(settingsOf(release === undefined ? {} : { release }).release));

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
      "steps: 5 % for 10 min, 25 % for 10 min, 50 % for 10 min, 100 % for 10 min → 10 % for 10 min, 100 % for 30 min after an approval",
      "further alarms: none → duplicate-payments/dev",
    ]);
  });

  it("that ends an approval is a change", () => {
    const steps = [{ weight: 100, bakeMinutes: 10, approval: true }];
    expect(said(of({ steps }), of({ steps: [{ weight: 100, bakeMinutes: 10 }] }))).toEqual([
      "steps: 100 % for 10 min after an approval → 100 % for 10 min",
    ]);
  });

  it("to numbers and smoke tests of other values is said", () => {
    const smokeTests = ["https://a.example.com/"];
    expect(said(of(undefined), of({ minRequests: 200, maxBakeMinutes: 90, smokeTests }))).toEqual([
      "judged requests of a step: 150 → 200",
      "most minutes of a step: 60 → 90",
      "smoke tests: none → https://a.example.com/",
    ]);
  });

  it("to steps that are not judged is a warning, also in a new environment", () => {
    const notJudged = of({ minRequests: 0, steps: [{ weight: 100, bakeMinutes: 13 }] });
    const judged = of({ minRequests: 150, steps: [{ weight: 100, bakeMinutes: 13 }] });
    expect(said(judged, notJudged)).toEqual(["warning: judged requests of a step: 150 → 0 (not judged)"]);
    expect(said(null, notJudged)).toEqual(["warning: judged requests of a step: 0 (not judged)"]);
  });

  it("is nothing where an environment begins or ends", () => {
    expect(said(null, of(undefined))).toEqual([]);
    expect(said(of(undefined), null)).toEqual([]);
  });
});
