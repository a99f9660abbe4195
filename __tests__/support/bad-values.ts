import fc from "fast-check";
import { RULE_GROUPS } from "../../src/settings/waf";

export type Bad = fc.Arbitrary<unknown>;
const notText: Bad = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
);
const notFlag: Bad = fc.oneof(fc.constantFrom("true", "yes", 0, 1, null), fc.constant([]));
const notList: Bad = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean());
const notNumber: Bad = fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.constant([]));
const outside = (min: number, max: number): Bad =>
  fc.oneof(
    fc.integer({ max: min - 1 }),
    fc.integer({ min: max + 1, max: Number.MAX_SAFE_INTEGER }),
    fc.integer({ min, max: max - 1 }).map((whole) => whole + 0.25),
    notNumber,
  );
const noneOf = (...allowed: unknown[]): Bad =>
  fc.oneof(fc.integer(), fc.string(), notFlag).filter((value) => !allowed.includes(value));
const unlike = (allowed: RegExp): Bad =>
  fc.oneof(
    fc.string().filter((text) => !allowed.test(text)),
    notText,
  );
const image: Bad = fc.oneof(fc.stringMatching(/^[a-z]{1,9}(\/[a-z]{1,9})?(:latest)?$/), notText);
/** Values that are neither a reason for a rule group nor reasons for single rules. */
const notReasons: Bad = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, "", "because", " indented reason"),
);

/** Invalid values for each setting. For a setting inside of a map or a list, the path names an entry of `SECRETS`. */
export const BAD: Readonly<Record<string, Bad>> = {
  $schema: notText,
  profile: noneOf("ephemeral", "production"),
  accountId: unlike(/^\d{12}$/),
  "network.cidrBlock": unlike(/^\d/),
  "network.availabilityZones": fc.oneof(
    notList,
    fc
      .shuffledSubarray(["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"])
      .filter(({ length }) => length !== 3),
    fc.constant(["us-east-1a", "us-east-1b", "us-east-1b"]),
  ),
  "network.natGateways": noneOf("one", "one-per-zone"),
  "network.interfaceEndpoints": notFlag,
  "network.httpsEgressCidrBlocks": notList,
  "database.name": unlike(/^[a-z][a-z0-9_]*$/),
  "database.minCapacityAcu": outside(1, 256),
  "database.maxCapacityAcu": outside(1, 256),
  "database.backupRetentionDays": outside(1, 35),
  "database.performanceInsights": notFlag,
  "database.monitoringIntervalSeconds": noneOf(0, 1, 5, 10, 15, 30, 60),
  "database.deletionProtection": notFlag,
  "database.finalSnapshot": notFlag,
  "database.engineVersion": unlike(/^(16\.([89]|[1-9]\d)|17\.([7-9]|[1-9]\d))$/),
  "database.allowMajorVersionUpgrade": notFlag,
  "database.kmsKeyArn": unlike(/^arn:/),
  "database.restoreFrom.snapshotArn": unlike(/^arn:/),
  "database.restoreFrom.cluster": unlike(/^[a-z]/),
  "database.restoreFrom.at": unlike(/^\d{4}-/),
  "application.containerPort": outside(1024, 65535),
  "application.healthCheckPath": unlike(/^\//),
  "application.user": unlike(/^[1-9]/),
  "application.cpuUnits": noneOf(256, 512, 1024, 2048, 4096, 8192, 16384),
  "application.memoryMib": outside(512, 122_880),
  "application.healthCheckGracePeriodSeconds": outside(0, 900),
  "application.idleTimeoutSeconds": outside(1, 4000),
  "application.targetCpuPercent": outside(1, 100),
  "application.targetMemoryPercent": outside(1, 100),
  "application.environment": notList,
  "application.secrets": notList,
  "application.secrets.PARTNER_USER.arn": unlike(/^arn:/),
  "application.secrets.PARTNER_USER.jsonKey": unlike(/^[\w.-]+$/),
  "application.secrets.PARTNER_USER.kmsKeyArn": unlike(/^arn:/),
  "application.secretAccountIds": notList,
  "application.blue.secrets": notList,
  "application.blue.containerPort": outside(1024, 65535),
  "application.blue.healthCheckPath": unlike(/^\//),
  "application.blue.user": unlike(/^[1-9]/),
  "application.blue.environment": notList,
  "application.green.secrets": notList,
  "application.green.containerPort": outside(1024, 65535),
  "application.green.healthCheckPath": unlike(/^\//),
  "application.green.user": unlike(/^[1-9]/),
  "application.green.environment": notList,
  "application.blue": notList,
  "application.blue.image": image,
  "application.blue.minTasks": outside(0, 1000),
  "application.blue.maxTasks": outside(1, 1000),
  "application.green.image": image,
  "application.green.minTasks": outside(0, 1000),
  "application.green.maxTasks": outside(1, 1000),
  "migration.image": image,
  "migration.command": fc.oneof(notList, fc.constant([])),
  weights: notList,
  "weights.blue": outside(0, 100),
  "weights.green": outside(0, 100),
  "release.steps": fc.oneof(notList, fc.constant([])),
  "release.steps.0.weight": outside(1, 100),
  "release.steps.0.bakeMinutes": outside(1, 1440),
  "release.steps.0.approval": notFlag,
  "release.alarms": notList,
  "release.minRequests": outside(0, 1_000_000_000),
  "release.maxBakeMinutes": outside(1, 1440),
  "release.smokeTests": notList,
  https: notList,
  "https.certificateArn": unlike(/^arn:/),
  "https.domainName": unlike(/\./),
  "https.hostedZoneId": unlike(/^Z/),
  smokeTestCidrBlocks: notList,
  "waf.enabled": notFlag,
  "waf.requestsPer5Minutes": outside(10, 2_000_000_000),
  "waf.maxBlockedPercent": outside(1, 99),
  ...Object.fromEntries(Object.entries(RULE_GROUPS).map(([group]) => [`waf.counted.${group}`, notReasons])),
  customerManagedKey: notFlag,
  "access.principalArns": notList,
  "access.principalArns.observer": notList,
  "access.principalArns.developer": notList,
  "access.principalArns.releaser": notList,
  "access.principalArns.operator": notList,
  "access.principalArns.breakGlass": notList,
  "access.databaseClientSecurityGroupIds": notList,
  "access.permissionsBoundaryArn": unlike(/^arn:/),
  "logs.applicationRetentionDays": noneOf(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
  "logs.auditRetentionDays": noneOf(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
  "monitoring.maxErrorPercent": outside(0, 50),
  "monitoring.maxLatencySeconds": fc.oneof(
    fc.double({ max: 0.009, noNaN: true }),
    fc.double({ min: 60.01, noNaN: true }),
    notNumber,
  ),
  "monitoring.subscribers": notList,
  "monitoring.subscribers.0.protocol": noneOf("email", "https", "sms"),
  "monitoring.subscribers.0.endpoint": fc.oneof(fc.constant(""), notText),
};

/** Whether a field is inside of an entry that only `SECRETS` has. */
export const isOfEntry = (field: string): boolean => /\.(PARTNER_USER|0)\./.test(field);
