import { releasePlan } from "../../src/release/release-plan";
import { settingsOf } from "../support/problems";

const SETTINGS = settingsOf({
  smokeTestCidrBlocks: ["198.51.100.0/24"],
  release: {
    steps: [
      { weight: 5, bakeMinutes: 10 },
      { weight: 50, bakeMinutes: 20, approval: true },
      { weight: 100, bakeMinutes: 30 },
    ],
    alarms: ["duplicate-payments/dev"],
    minRequests: 200,
    smokeTests: ["/healthz"],
  },
});

describe("the plan of a release", () => {
  it("is what the settings say, without flags", () => {
    expect(releasePlan(SETTINGS, {})).toEqual(SETTINGS.release);
  });

  it("has the steps of the flag, each as long as the configured step that it goes to", () => {
    expect(releasePlan(SETTINGS, { steps: [5, 20, 60] }).steps).toEqual([
      { weight: 5, bakeMinutes: 10 },
      { weight: 20, bakeMinutes: 20 },
      { weight: 60, bakeMinutes: 30, approval: true },
    ]);
  });

  it("has steps beyond the configured ones as long as the last of them", () => {
    const upToFive = settingsOf({ release: { steps: [{ weight: 5, bakeMinutes: 15 }] } });
    expect(releasePlan(upToFive, { steps: [100] }).steps).toEqual([{ weight: 100, bakeMinutes: 15 }]);
  });

  it("takes no approval away: the step past its weight wants it", () => {
    const approvals = (steps: number[]) =>
      releasePlan(SETTINGS, { steps }).steps.map(({ approval }) => approval === true);
    expect(approvals([100])).toEqual([true]);
    expect(approvals([49])).toEqual([false]);
    expect(approvals([50, 100])).toEqual([true, false]);
    expect(approvals([10, 60, 100])).toEqual([false, true, false]);
  });

  it("has the minutes and judged requests of the flags, and their alarms and smoke tests beside the configured ones", () => {
    const plan = releasePlan(SETTINGS, {
      bakeMinutes: 15,
      minRequests: 0,
      alarms: ["refunds/dev", "duplicate-payments/dev"],
      smokeTests: ["https://partner.example.com/"],
    });
    expect(plan).toEqual({
      steps: [
        { weight: 5, bakeMinutes: 15 },
        { weight: 50, bakeMinutes: 15, approval: true },
        { weight: 100, bakeMinutes: 15 },
      ],
      alarms: ["duplicate-payments/dev", "refunds/dev"],
      minRequests: 0,
      maxBakeMinutes: 60,
      smokeTests: ["/healthz", "https://partner.example.com/"],
    });
  });

  it.each([
    [
      "minutes that no alarm can keep",
      { steps: [100], bakeMinutes: 9 },
      "release.steps.0.bakeMinutes: got 9, allowed: at least 10: the release alarm <color>-running-tasks needs at least that long to go to ALARM",
    ],
    [
      "steps that fall",
      { steps: [50, 25] },
      "release.steps.1.weight: got 25, allowed: more than 50, the weight of the step before",
    ],
    [
      "minutes above the most",
      { steps: [100], bakeMinutes: 61 },
      "release.steps.0.bakeMinutes: got 61, allowed: at most release.maxBakeMinutes, which is 60",
    ],
  ])("is refused with %s", (_what, flags, message) => {
    expect(() => releasePlan(SETTINGS, flags)).toThrow(message);
  });
});
