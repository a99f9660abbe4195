import { DEFAULT_ENGINE_VERSION } from "../naming/engine";
import { ZONES } from "../naming/region";
import { byTeamRole } from "../naming/team-roles";
import type { EnvironmentSettings } from "./schema";
import { COUNTED_BY_DEFAULT } from "./waf";

export type Profile = EnvironmentSettings["profile"];

/**
 * Public images with Node.js, which do not contain the team's application. If a task's image is one of these images, the task runs the
 * application in `src/constructs/default-application/`. That application works as any user and on a read-only file system. The images of
 * blue and green differ, so that a release shows a difference.
 */
export const DEFAULT_IMAGES = {
  blue: "public.ecr.aws/docker/library/node:22.12.0-alpine",
  green: "public.ecr.aws/docker/library/node:22.17.0-alpine",
} as const;

/** A public image with psql. With this image, the migration task creates the database users by default; with another image, it does not. */
export const DEFAULT_MIGRATION_IMAGE = "public.ecr.aws/docker/library/postgres:16.8-alpine";

const shared = {
  network: {
    cidrBlock: "10.0.0.0/16",
    availabilityZones: ZONES.slice(0, 3),
    httpsEgressCidrBlocks: [],
  },
  database: {
    name: "transactions",
    deletionProtection: false,
    finalSnapshot: false,
    engineVersion: DEFAULT_ENGINE_VERSION,
    allowMajorVersionUpgrade: false,
  },
  application: {
    containerPort: 9898,
    healthCheckPath: "/healthz",
    user: "10001:10001",
    cpuUnits: 2048,
    memoryMib: 4096,
    healthCheckGracePeriodSeconds: 60,
    targetCpuPercent: 60,
    targetMemoryPercent: 70,
    environment: {},
    secrets: {},
    secretAccountIds: [],
  },
  migration: { image: DEFAULT_MIGRATION_IMAGE },
  weights: { blue: 80, green: 20 },
  release: {
    // Ten minutes: the time that the slowest release alarm with a period of one minute needs to go to ALARM (release-alarms.ts).
    steps: [5, 25, 50, 100].map((weight) => ({ weight, bakeMinutes: 10 })),
    alarms: [],
    maxBakeMinutes: 60,
    smokeTests: [],
  },
  smokeTestCidrBlocks: [],
  waf: { requestsPer5Minutes: 2000, maxBlockedPercent: 5, counted: COUNTED_BY_DEFAULT },
  access: {
    principalArns: byTeamRole(() => []),
    databaseClientSecurityGroupIds: [],
  },
  monitoring: { maxErrorPercent: 5, maxLatencySeconds: 1, subscribers: [] },
};

const application = (tasks: { minTasks: number; maxTasks: number }) => ({
  ...shared.application,
  blue: { image: DEFAULT_IMAGES.blue, ...tasks, environment: {}, secrets: {} },
  green: { image: DEFAULT_IMAGES.green, ...tasks, environment: {}, secrets: {} },
});

/**
 * The default settings of each profile. A file in `environments/` can replace each single value. docs/decisions/0005-profiles.md has the
 * reasons for the defaults.
 */
export const PROFILES: Readonly<Record<Profile, EnvironmentSettings>> = {
  ephemeral: {
    ...shared,
    profile: "ephemeral",
    network: { ...shared.network, natGateways: "one", interfaceEndpoints: false },
    database: {
      ...shared.database,
      minCapacityAcu: 0.5,
      maxCapacityAcu: 2,
      backupRetentionDays: 1,
      performanceInsights: false,
      monitoringIntervalSeconds: 0,
    },
    application: application({ minTasks: 2, maxTasks: 4 }),
    // This number is a little above REQUESTS_PAST_QUIET (release-alarms.ts). So even a step with few requests a minute is longer than the
    // alarm quiet-failed-requests needs to go to ALARM. To reach this number quickly, a person can send requests in a loop.
    release: { ...shared.release, minRequests: 150 },
    waf: { ...shared.waf, enabled: false },
    customerManagedKey: false,
    logs: { applicationRetentionDays: 3, auditRetentionDays: 3 },
  },
  production: {
    ...shared,
    profile: "production",
    network: { ...shared.network, natGateways: "one-per-zone", interfaceEndpoints: true },
    database: {
      ...shared.database,
      minCapacityAcu: 2,
      maxCapacityAcu: 16,
      backupRetentionDays: 7,
      performanceInsights: true,
      monitoringIntervalSeconds: 60,
    },
    application: application({ minTasks: 2, maxTasks: 20 }),
    // If a version fails 1 % of its requests, about ten of 1,000 fail. A good version rarely has ten failures by chance, and a bad version
    // rarely has no failures by chance.
    release: { ...shared.release, minRequests: 1000 },
    waf: { ...shared.waf, enabled: true },
    customerManagedKey: true,
    logs: { applicationRetentionDays: 3, auditRetentionDays: 365 },
  },
};
