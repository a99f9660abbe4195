import { haveValues, settingOf, withValues } from "../../src/rehearsal/changes/values";

describe("the settings of an environment's file", () => {
  it("are those of its profile where the file has none", () => {
    expect(settingOf({ profile: "production" }, "network.natGateways")).toBe("one-per-zone");
    expect(settingOf({ network: { natGateways: "one-per-zone" } }, "network.natGateways")).toBe(
      "one-per-zone",
    );
    expect(settingOf({}, "network.natGateways")).toBe("one");
  });

  it("get values by their paths, also of one in a list, and lose what gets none", () =>
    expect(
      withValues(
        { https: {}, release: { steps: [{ weight: 10 }, { weight: 100 }] } },
        { https: undefined, "release.steps.0.weight": 20, "database.name": "ledger" },
      ),
    ).toEqual({ release: { steps: [{ weight: 20 }, { weight: 100 }] }, database: { name: "ledger" } }));

  it("have a value that is the same, and of a list or an object any", () => {
    const settings = { waf: { enabled: true }, smokeTestCidrBlocks: ["203.0.113.0/24"], https: {} };
    expect(haveValues(settings, { "waf.enabled": true, smokeTestCidrBlocks: ["198.51.100.0/24"] })).toBe(
      true,
    );
    expect(haveValues(settings, { "waf.enabled": false })).toBe(false);
    expect(haveValues(settings, { https: { domainName: "payments.example.com" } })).toBe(false);
  });
});
