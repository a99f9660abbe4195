import fc from "fast-check";
import { isSecretName } from "../../src/settings/secret-names";
import { RULE_GROUPS } from "../../src/settings/waf";
import { ACCOUNT_ID, CERTIFICATE_ARN, OUTSIDE_KEY_ARN } from "./environments";

const times = fc.integer;
const cidrs = fc
  .tuple(times({ min: 1, max: 223 }), times({ min: 0, max: 255 }), times({ min: 16, max: 32 }))
  .map(([first, second, prefix]) => `${first}.${second}.0.0/${prefix}`);
const images = fc.oneof(
  fc.constant(`${ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com/team/app:1.4.2`),
  fc.constant(`ghcr.io/team/app@sha256:${"0123456789abcdef".repeat(4)}`),
  fc.stringMatching(/^[a-z]{1,9}(\/[a-z]{1,9})?:[0-9]{1,3}(\.[0-9]{1,2}){0,2}$/),
);
const color = fc
  .record({ image: images, minTasks: times({ min: 1, max: 5 }), more: times({ min: 0, max: 5 }) })
  .map(({ image, minTasks, more }) => ({ image, minTasks, maxTasks: minTasks + more }));
const retention = fc.constantFrom(1, 3, 30, 365, 2557);
const domain = { domainName: "payments.example.com", hostedZoneId: "Z0123456789" };

const principals = fc.constantFrom([], [`arn:aws:iam::${ACCOUNT_ID}:role/team/releasers`]);

const reasons = fc.stringMatching(/^[A-Z][a-z ${}%]{8,60}[.!]$/);
/** Values of the setting `waf.counted` for one managed rule group: a reason for the whole group, or reasons for some rules. */
const counted = (rules: readonly string[]) =>
  fc.oneof(
    reasons,
    fc
      .subarray([...rules], { maxLength: 4 })
      .chain((some) => fc.record(Object.fromEntries(some.map((rule) => [rule, fc.option(reasons)])))),
  );

/** Random partial settings that the schema accepts. All parts of the schema are covered. */
export const acceptedSettings = fc.record(
  {
    network: fc.record(
      {
        cidrBlock: fc.constantFrom("10.0.0.0/16", "10.255.0.0/16", "172.31.0.0/16", "192.168.0.0/16"),
        availabilityZones: fc
          .shuffledSubarray(["a", "b", "c", "d", "e", "f"], { minLength: 3, maxLength: 3 })
          .map((zones) => zones.map((zone) => `us-east-1${zone}`)),
        natGateways: fc.constantFrom("one", "one-per-zone"),
        interfaceEndpoints: fc.boolean(),
        httpsEgressCidrBlocks: fc.uniqueArray(cidrs, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
    database: fc
      .record({
        name: fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/),
        least: times({ min: 1, max: 256 }),
        more: times({ min: 1, max: 256 }),
        backupRetentionDays: times({ min: 1, max: 35 }),
        performanceInsights: fc.boolean(),
        engineVersion: fc.constantFrom("16.8", "16.11", "17.7"),
        allowMajorVersionUpgrade: fc.boolean(),
        monitoringIntervalSeconds: fc.constantFrom(0, 1, 60),
        protection: fc.constantFrom(
          {},
          { kmsKeyArn: OUTSIDE_KEY_ARN },
          { deletionProtection: true },
          { finalSnapshot: true, kmsKeyArn: OUTSIDE_KEY_ARN },
        ),
      })
      .map(({ least, more, protection, ...rest }) => ({
        ...rest,
        ...protection,
        minCapacityAcu: least / 2,
        maxCapacityAcu: (least + more) / 2,
      })),
    application: fc.record(
      {
        containerPort: times({ min: 1024, max: 65535 }),
        memoryMib: times({ min: 4, max: 16 }).map((gib) => gib * 1024),
        // A longer grace period would need steps with a longer bake time than the default: settings/release.test.ts.
        healthCheckGracePeriodSeconds: times({ min: 0, max: 360 }),
        idleTimeoutSeconds: times({ min: 2, max: 4000 }),
        targetCpuPercent: times({ min: 1, max: 100 }),
        targetMemoryPercent: times({ min: 1, max: 100 }),
        environment: fc.dictionary(
          fc.stringMatching(/^X_[A-Z0-9_]{0,8}$/).filter((name) => !isSecretName(name)),
          fc.string(),
          { maxKeys: 3 },
        ),
        blue: color,
        green: color,
      },
      { requiredKeys: [] },
    ),
    migration: fc.record(
      { image: images, command: fc.array(fc.string(), { minLength: 1, maxLength: 3 }) },
      { requiredKeys: [] },
    ),
    weights: times({ min: 0, max: 100 }).map((green) => ({ blue: 100 - green, green })),
    release: fc.record(
      {
        steps: fc
          .tuple(
            fc.uniqueArray(times({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }),
            times({ min: 13, max: 60 }),
            fc.boolean(),
          )
          .map(([weights, bakeMinutes, approval]) =>
            weights.sort((a, b) => a - b).map((weight) => ({ weight, bakeMinutes, approval })),
          ),
        alarms: fc.uniqueArray(fc.stringMatching(/^[a-z$%{} ]{1,20}\/x1$/), { maxLength: 3 }),
        minRequests: times({ min: 130, max: 1_000_000_000 }),
        maxBakeMinutes: times({ min: 60, max: 1440 }),
        smokeTests: fc.uniqueArray(
          fc.stringMatching(/^https:\/\/[a-z]{1,9}\.example\.com(\/[a-z%]{0,9})?$/),
          {
            maxLength: 3,
          },
        ),
      },
      { requiredKeys: [] },
    ),
    https: fc.constantFrom({ certificateArn: CERTIFICATE_ARN }, domain, {
      ...domain,
      certificateArn: CERTIFICATE_ARN,
    }),
    smokeTestCidrBlocks: fc.uniqueArray(cidrs, { maxLength: 4 }),
    waf: fc.record(
      {
        enabled: fc.boolean(),
        requestsPer5Minutes: times({ min: 10, max: 2_000_000_000 }),
        maxBlockedPercent: times({ min: 1, max: 99 }),
        counted: fc.record(
          {
            AWSManagedRulesCommonRuleSet: counted(RULE_GROUPS.AWSManagedRulesCommonRuleSet.rules),
            AWSManagedRulesSQLiRuleSet: counted(RULE_GROUPS.AWSManagedRulesSQLiRuleSet.rules),
            AWSManagedRulesKnownBadInputsRuleSet: counted(
              RULE_GROUPS.AWSManagedRulesKnownBadInputsRuleSet.rules,
            ),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
    customerManagedKey: fc.boolean(),
    access: fc.record(
      {
        principalArns: fc.record(
          {
            observer: principals,
            developer: principals,
            releaser: principals,
            operator: principals,
            breakGlass: principals,
          },
          { requiredKeys: [] },
        ),
        databaseClientSecurityGroupIds: fc.uniqueArray(fc.stringMatching(/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/), {
          maxLength: 3,
        }),
        permissionsBoundaryArn: fc.constant(`arn:aws:iam::${ACCOUNT_ID}:policy/permissions-boundary-x1`),
      },
      { requiredKeys: [] },
    ),
    logs: fc.record({ applicationRetentionDays: retention, auditRetentionDays: retention }),
    monitoring: fc.record({
      maxErrorPercent: times({ min: 0, max: 50 }),
      maxLatencySeconds: fc.constantFrom(0.01, 0.5, 0.99),
      subscribers: fc.uniqueArray(
        fc.oneof(
          fc.record({ protocol: fc.constant("email"), endpoint: fc.emailAddress() }),
          fc.record({ protocol: fc.constant("https"), endpoint: fc.webUrl({ validSchemes: ["https"] }) }),
          fc.record({ protocol: fc.constant("sms"), endpoint: fc.stringMatching(/^\+[1-9][0-9]{6,14}$/) }),
        ),
        { maxLength: 3, selector: ({ protocol, endpoint }) => `${protocol} ${endpoint}` },
      ),
    }),
  },
  { requiredKeys: [] },
);
