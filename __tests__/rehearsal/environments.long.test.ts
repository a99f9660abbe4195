import { difference } from "../../src/inventory/item";
import { ACCOUNT_ID, OUTSIDE_KEY_ARN, PARAMETER_ARN, SECRET_ARN } from "../support/environments";
import { BOUNDARY, BothProfiles } from "./both-profiles";
import { expectEnoughRights, expectNoOtherRights } from "./expect-permissions";
import { MINUTES } from "./support";

/** Everything that `ephemeral` has not, and something else everywhere. */
const MORE = {
  accountId: ACCOUNT_ID,
  access: BOUNDARY,
  network: {
    natGateways: "one-per-zone",
    interfaceEndpoints: true,
    httpsEgressCidrBlocks: ["198.51.100.0/24"],
  },
  database: {
    maxCapacityAcu: 4,
    backupRetentionDays: 2,
    performanceInsights: true,
    monitoringIntervalSeconds: 60,
  },
  application: {
    containerPort: 8080,
    healthCheckPath: "/readyz",
    cpuUnits: 4096,
    memoryMib: 8192,
    healthCheckGracePeriodSeconds: 120,
    idleTimeoutSeconds: 120,
    environment: { LOG_LEVEL: "info" },
    secrets: {
      PARTNER_USER: { arn: SECRET_ARN, jsonKey: "user" },
      SIGNING_KEY: { arn: PARAMETER_ARN, kmsKeyArn: OUTSIDE_KEY_ARN },
    },
    blue: { image: "ghcr.io/stefanprodan/podinfo:6.7.0", maxTasks: 5, containerPort: 8081 },
  },
  weights: { blue: 50, green: 50 },
  smokeTestCidrBlocks: ["198.51.100.0/24"],
  waf: {
    enabled: true,
    maxBlockedPercent: 10,
    counted: { AWSManagedRulesSQLiRuleSet: "It is new here, and on trial." },
  },
  logs: { applicationRetentionDays: 5, auditRetentionDays: 5 },
  monitoring: { maxErrorPercent: 3, subscribers: [{ protocol: "email", endpoint: "on-call@example.com" }] },
};

/** What `production` gets besides, and then with other values. */
const SOME = (range: string, requestsPer5Minutes: number) => ({
  network: { httpsEgressCidrBlocks: [range] },
  smokeTestCidrBlocks: [range],
  waf: {
    requestsPer5Minutes,
    counted: { AWSManagedRulesCommonRuleSet: { GenericRFI_BODY: `Webhooks come from ${range}.` } },
  },
});

/** Both profiles, and what else they can become: so everything is called that GitHub's roles are for. */
describe("two environments that change", () => {
  let both: BothProfiles;

  beforeAll(async () => {
    both = await BothProfiles.deploy("environments-changed");
  }, 8 * MINUTES);

  afterAll(() => both?.account.close());

  it(
    "become whatever else they can be configured to be",
    async () => {
      both.configure(both.ephemeral, MORE);
      both.configure(both.production, SOME("198.51.100.0/24", 1000));
      const deploy = (...args: readonly string[]) =>
        both.ephemeral.command("deploy", ["--auto-approve", ...args], {}, () => {});
      // Both colors have live traffic, and get another port and health check path.
      expect(await both.recording(both.deployed, () => deploy())).toBe(2);
      const [code] = await both.recording(both.deployed, () =>
        Promise.all([deploy("--allow", "everything"), both.production.deploy()]),
      );
      expect(code).toBe(0);
      both.configure(both.production, SOME("203.0.113.0/24", 100));
      await both.recording(both.deployed, () => both.production.deploy());
      const codes = await both.recording(both.planned, () =>
        Promise.all([both.ephemeral, both.production].map((it) => it.command("plan", [], {}, () => {}))),
      );
      expect(codes).toEqual([0, 0]);
    },
    8 * MINUTES,
  );

  it(
    "leave nothing, whichever is destroyed first",
    async () => {
      const { account, ephemeral, production, before, deployed } = both;
      await both.recording(deployed, () => ephemeral.destroy());
      await both.recording(deployed, () => production.destroy());
      expect(difference(await account.inventory(), before)).toEqual([]);
    },
    10 * MINUTES,
  );

  it("took no right that GitHub's roles lack, and they have no other", () => {
    expectEnoughRights(both);
    expectNoOtherRights(both);
  });

  it("asked nothing of the emulator that it does not have", () => {
    expect(both.account.emulator.gap.aborted).toBe(false);
  });
});
