import type { Overrides } from "./synthesize";

export const ACCOUNT_ID = "123456789012";
export const CERTIFICATE_ARN = `arn:aws:acm:us-east-1:${ACCOUNT_ID}:certificate/0a1b2c3d-0000-4000-8000-000000000000`;
export const OUTSIDE_KEY_ARN = `arn:aws:kms:us-east-1:${ACCOUNT_ID}:key/0a1b2c3d-1111-4000-8000-000000000000`;

/** An image in a private ECR repository of this region. */
export const ecrImage = (repository: string, version: string) =>
  `${ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com/${repository}:${version}`;

/** `ephemeral` with all its defaults. */
export const EPHEMERAL: Overrides = {};

/** `production` with only the settings that it requires. */
export const PRODUCTION = {
  profile: "production",
  accountId: ACCOUNT_ID,
  https: { certificateArn: CERTIFICATE_ARN },
  monitoring: { subscribers: [{ protocol: "email", endpoint: "on-call@example.com" }] },
} as const satisfies Overrides;

/** `production` with a team's own resources: private images, a domain, addresses for smoke tests, and outside services. */
export const PRIVATE = {
  ...PRODUCTION,
  https: { domainName: "payments.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
  network: { httpsEgressCidrBlocks: ["203.0.113.0/24", "198.51.100.7/32"] },
  application: {
    containerPort: 8080,
    environment: { LOG_LEVEL: "info" },
    blue: { image: ecrImage("team/transactions", "1.4.2") },
    green: { image: ecrImage("team/transactions", "1.5.0") },
  },
  migration: { image: ecrImage("team/migration", "1.5.0"), command: ["sh", "-c", "migrate ${PGDATABASE}"] },
  smokeTestCidrBlocks: ["198.51.100.0/24", "203.0.113.9/32"],
} as const satisfies Overrides;

/** `ephemeral` with all traffic on blue and no green tasks. */
export const GREEN_OFF = {
  weights: { blue: 100, green: 0 },
  application: { green: { minTasks: 0 } },
} as const satisfies Overrides;

/** `ephemeral` with all traffic on green and no blue tasks. */
export const BLUE_OFF = {
  weights: { blue: 0, green: 100 },
  application: { blue: { minTasks: 0 } },
} as const satisfies Overrides;

/** `ephemeral` with a large database with deletion protection and a final snapshot. */
export const PROTECTED = {
  accountId: ACCOUNT_ID,
  database: {
    deletionProtection: true,
    finalSnapshot: true,
    kmsKeyArn: OUTSIDE_KEY_ARN,
    minCapacityAcu: 1,
    maxCapacityAcu: 64,
  },
} as const satisfies Overrides;

/** `ephemeral` whose database is restored from a snapshot. */
export const FROM_SNAPSHOT = {
  database: {
    restoreFrom: { snapshotArn: `arn:aws:rds:us-east-1:${ACCOUNT_ID}:cluster-snapshot:taken-by-hand` },
  },
} as const satisfies Overrides;
/** `ephemeral` whose database is restored from a point in time of another cluster. */
export const FROM_POINT_IN_TIME = {
  database: { restoreFrom: { cluster: "aurora-cluster-prod", at: "2026-11-26T10:00:00Z" } },
} as const satisfies Overrides;

/** `ephemeral` with custom values for settings of every type, so that many tests can use one synthesized environment. */
export const CUSTOM = {
  accountId: ACCOUNT_ID,
  https: { certificateArn: CERTIFICATE_ARN },
  application: {
    containerPort: 8081,
    memoryMib: 8192,
    environment: { TEMPLATE: "${HOME} %{if} $${x} 100%", QUOTES: 'a"b\\c\nd' },
  },
  migration: { image: "ghcr.io/team/migration:1" },
  database: { maxCapacityAcu: 64, engineVersion: "17.7", allowMajorVersionUpgrade: true },
  waf: {
    enabled: true,
    requestsPer5Minutes: 100,
    maxBlockedPercent: 10,
    counted: {
      AWSManagedRulesAmazonIpReputationList: { AWSManagedReconnaissanceList: "Our own scanner is on it." },
      AWSManagedRulesCommonRuleSet: {
        NoUserAgent_HEADER: null,
        GenericRFI_BODY: "Webhooks of partners hold ${urls}, 100 %{of} them.",
      },
      AWSManagedRulesKnownBadInputsRuleSet: {
        Host_localhost_HEADER: "A partner's proxy sends it until June.",
      },
      AWSManagedRulesSQLiRuleSet: "New here: it counts until we know what it would block.",
    },
  },
  access: {
    principalArns: {
      observer: [`arn:aws:iam::${ACCOUNT_ID}:role/team/everybody`],
      releaser: [`arn:aws:iam::${ACCOUNT_ID}:role/team/releasers`],
      breakGlass: [
        `arn:aws:iam::${ACCOUNT_ID}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_OnCall_0123456789abcdef`,
        `arn:aws:iam::${ACCOUNT_ID}:role/on-call`,
      ],
    },
    databaseClientSecurityGroupIds: ["sg-0123456789abcdef0", "sg-12345678"],
  },
  monitoring: {
    maxErrorPercent: 1,
    maxLatencySeconds: 0.25,
    subscribers: [
      { protocol: "email", endpoint: "on.call@example.com" },
      { protocol: "email", endpoint: "on-call@example.com" },
      { protocol: "sms", endpoint: "+15550100" },
      { protocol: "https", endpoint: "https://events.example.com/integration/k3y/${path.module}" },
    ],
  },
} as const satisfies Overrides;

export const SECRET_ARN = `arn:aws:secretsmanager:us-east-1:${ACCOUNT_ID}:secret:team/partner-AbCdEf`;
export const PARAMETER_ARN = `arn:aws:ssm:us-east-1:${ACCOUNT_ID}:parameter/team/signing-key`;
export const OTHER_ACCOUNT_ID = "210987654321";
export const FOREIGN_SECRET_ARN = SECRET_ARN.replace(ACCOUNT_ID, OTHER_ACCOUNT_ID).replace(
  "AbCdEf",
  "GhIjKl",
);
export const FOREIGN_KEY_ARN = OUTSIDE_KEY_ARN.replace(ACCOUNT_ID, OTHER_ACCOUNT_ID);

/** `production` with the settings of containers that `PRIVATE` lacks: secrets, sizes, a slow start. */
export const SECRETS = {
  ...PRIVATE,
  release: {
    steps: [
      { weight: 10, bakeMinutes: 20 },
      { weight: 100, bakeMinutes: 30, approval: true },
    ],
    alarms: ["duplicate-payments/x1"],
    minRequests: 5000,
    maxBakeMinutes: 120,
    smokeTests: ["/healthz", "https://partner.example.com/ready"],
  },
  application: {
    ...PRIVATE.application,
    cpuUnits: 4096,
    memoryMib: 30720,
    healthCheckGracePeriodSeconds: 600,
    idleTimeoutSeconds: 4000,
    targetCpuPercent: 50,
    targetMemoryPercent: 100,
    secrets: {
      PARTNER_USER: { arn: SECRET_ARN, jsonKey: "user" },
      PARTNER_PASSWORD: { arn: SECRET_ARN, jsonKey: "password" },
      SIGNING_KEY: { arn: PARAMETER_ARN, kmsKeyArn: OUTSIDE_KEY_ARN },
    },
    secretAccountIds: [OTHER_ACCOUNT_ID],
    blue: {
      ...PRIVATE.application.blue,
      environment: { LOG_LEVEL: null },
      secrets: {
        PARTNER_USER: null,
        PARTNER_PASSWORD: { arn: FOREIGN_SECRET_ARN, kmsKeyArn: FOREIGN_KEY_ARN },
      },
    },
    green: {
      ...PRIVATE.application.green,
      containerPort: 9443,
      healthCheckPath: "/ready",
      user: "20003:30003",
      environment: { LOG_LEVEL: "debug" },
      secrets: { GREEN_ONLY: { arn: PARAMETER_ARN.replace("key", "salt") } },
    },
  },
} as const satisfies Overrides;

/** `ephemeral` with a value for each setting that no other variant changes. every-setting.properties.test.ts lists missing settings. */
export const OTHERWISE = {
  accountId: ACCOUNT_ID,
  network: {
    cidrBlock: "10.1.0.0/16",
    availabilityZones: ["us-east-1d", "us-east-1e", "us-east-1f"],
    natGateways: "one-per-zone",
    interfaceEndpoints: true,
  },
  database: {
    name: "ledger",
    backupRetentionDays: 8,
    performanceInsights: true,
    monitoringIntervalSeconds: 5,
    kmsKeyArn: OUTSIDE_KEY_ARN,
  },
  application: {
    healthCheckPath: "/ready",
    user: "20002:30003",
    cpuUnits: 1024,
    secrets: { PARTNER: { arn: SECRET_ARN } },
    blue: {
      maxTasks: 7,
      containerPort: 9444,
      healthCheckPath: "/live",
      user: "20004:30003",
      environment: { LOG_LEVEL: "warn" },
    },
    green: { maxTasks: 8 },
  },
  weights: { blue: 30, green: 70 },
  https: {
    certificateArn: CERTIFICATE_ARN,
    domainName: "payments.example.com",
    hostedZoneId: "Z0123456789ABCDEFGHIJ",
  },
  customerManagedKey: true,
  access: {
    principalArns: {
      developer: [`arn:aws:iam::${ACCOUNT_ID}:role/team/developers`],
      operator: [`arn:aws:iam::${ACCOUNT_ID}:role/team/operators`],
    },
    permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT_ID}:policy/permissions-boundary-x1`,
  },
  logs: { applicationRetentionDays: 30, auditRetentionDays: 90 },
} as const satisfies Overrides;

/** All variants of environments, for tests of rules that every environment has to meet. */
export const VARIANTS: ReadonlyArray<[label: string, overrides: Overrides]> = [
  ["ephemeral", EPHEMERAL],
  ["production", PRODUCTION],
  ["production with a domain and private images", PRIVATE],
  ["ephemeral without green", GREEN_OFF],
  ["ephemeral without blue", BLUE_OFF],
  ["ephemeral with a protected database", PROTECTED],
  ["ephemeral from a snapshot", FROM_SNAPSHOT],
  ["ephemeral from a point in time", FROM_POINT_IN_TIME],
  ["ephemeral with settings of its own", CUSTOM],
  ["production with secrets", SECRETS],
  ["ephemeral with everything otherwise", OTHERWISE],
];
