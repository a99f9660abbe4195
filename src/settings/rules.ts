import { COLORS } from "../naming/color";
import { FARGATE_SIZES } from "./fargate";
import { RELEASE_RULES } from "./release-rules";
import { type Rule, when } from "./rule";
import type { EnvironmentSettings } from "./schema";
import { SECRET_RULES } from "./secret-rules";

/**
 * For each protocol of SNS: the form of the subscriber addresses that SNS accepts.
 * https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
const ENDPOINTS = {
  email: { form: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, allowed: "an address such as on-call@example.com" },
  https: {
    form: /^https:\/\/[^\s/]+\.[^\s/]+(\/\S*)?$/,
    allowed: "a URL such as https://example.com/alarms",
  },
  sms: { form: /^\+[1-9]\d{6,14}$/, allowed: "a number such as +15550100" },
} as const;

const isOneOrigin = ({
  snapshotArn,
  cluster,
  at,
}: NonNullable<EnvironmentSettings["database"]["restoreFrom"]>): boolean =>
  (snapshotArn === undefined) !== (cluster === undefined) && (at === undefined || cluster !== undefined);

/** All rules of the settings. Each rule compares several fields, so the schema of a single field cannot express it. */
export const RULES: readonly Rule[] = [
  {
    reads: ["weights.blue", "weights.green"],
    check: ({ weights }) =>
      when(weights.blue + weights.green !== 100, {
        field: "weights",
        got: JSON.stringify(weights),
        allowed: `weights that sum to 100, not ${weights.blue + weights.green}`,
      }),
  },
  ...COLORS.flatMap((color): Rule[] => [
    {
      reads: [`weights.${color}`, `application.${color}.minTasks`],
      check: ({ weights, application }) =>
        when(weights[color] > 0 && application[color].minTasks === 0, {
          field: `application.${color}.minTasks`,
          got: "0",
          allowed: `at least 1 while weights.${color} is ${weights[color]}: requests to a color without tasks get 503; if a release has moved all traffic away from ${color}, also set weights to the live weights`,
        }),
    },
    {
      reads: [`application.${color}.minTasks`, `application.${color}.maxTasks`],
      check: ({ application: { [color]: tasks } }) =>
        when(tasks.minTasks > tasks.maxTasks, {
          field: `application.${color}.minTasks`,
          got: JSON.stringify(tasks.minTasks),
          allowed: `at most application.${color}.maxTasks, which is ${tasks.maxTasks}`,
        }),
    },
  ]),
  {
    reads: ["application.cpuUnits", "application.memoryMib"],
    check: ({ application: { cpuUnits, memoryMib } }) => {
      const paired = FARGATE_SIZES.get(cpuUnits) ?? [];
      return when(!paired.includes(memoryMib), {
        field: "application.memoryMib",
        got: JSON.stringify(memoryMib),
        allowed: `a memory size that Fargate allows with application.cpuUnits ${cpuUnits}: ${paired.join(", ")}`,
      });
    },
  },
  {
    reads: ["database.minCapacityAcu", "database.maxCapacityAcu"],
    check: ({ database }) =>
      when(database.minCapacityAcu >= database.maxCapacityAcu, {
        field: "database.minCapacityAcu",
        got: JSON.stringify(database.minCapacityAcu),
        allowed: `less than database.maxCapacityAcu, which is ${database.maxCapacityAcu}: with a fixed capacity the database always uses 100 % of it, and the alarm database-capacity never leaves ALARM`,
      }),
  },
  {
    reads: ["database.finalSnapshot", "database.kmsKeyArn"],
    check: ({ database }) =>
      when(database.finalSnapshot && database.kmsKeyArn === undefined, {
        field: "database.kmsKeyArn",
        got: "nothing",
        allowed:
          "the ARN of a KMS key from outside this stack, since database.finalSnapshot is on: " +
          "destroy schedules the environment's own key for deletion, and the final snapshot has to remain readable",
      }),
  },
  {
    reads: ["database.restoreFrom"],
    check: ({ database: { restoreFrom } }) =>
      when(restoreFrom !== undefined && !isOneOrigin(restoreFrom), {
        field: "database.restoreFrom",
        got: JSON.stringify(restoreFrom),
        allowed: "either snapshotArn alone, or cluster alone, or cluster and at",
      }),
  },
  {
    reads: ["https"],
    check: ({ https }) =>
      https === undefined
        ? []
        : [
            ...when(https.certificateArn === undefined && https.domainName === undefined, {
              field: "https",
              got: JSON.stringify(https),
              allowed: "https.certificateArn, or https.domainName with https.hostedZoneId, or all three",
            }),
            ...when((https.domainName === undefined) !== (https.hostedZoneId === undefined), {
              field: https.domainName === undefined ? "https.domainName" : "https.hostedZoneId",
              got: "nothing",
              allowed:
                "https.domainName and https.hostedZoneId together: the alias record is created in the hosted zone",
            }),
          ],
  },
  {
    reads: ["profile", "https"],
    check: ({ profile, https }) =>
      when(profile === "production" && https === undefined, {
        field: "https",
        got: "nothing",
        allowed:
          "https.certificateArn, or https.domainName with https.hostedZoneId: production refuses plain HTTP",
      }),
  },
  {
    reads: ["profile", "accountId"],
    check: ({ profile, accountId }) =>
      when(profile === "production" && accountId === undefined, {
        field: "accountId",
        got: "nothing",
        allowed: "the twelve digits of the account: production needs an explicit account",
      }),
  },
  {
    reads: ["monitoring.maxLatencySeconds", "application.idleTimeoutSeconds"],
    check: ({ monitoring: { maxLatencySeconds }, application: { idleTimeoutSeconds = 60 } }) =>
      when(maxLatencySeconds >= idleTimeoutSeconds, {
        field: "monitoring.maxLatencySeconds",
        got: JSON.stringify(maxLatencySeconds),
        allowed: `less than application.idleTimeoutSeconds, which is ${idleTimeoutSeconds}: the load balancer ends a request that takes longer, and publishes no latency for it`,
      }),
  },
  {
    reads: ["profile", "monitoring.subscribers"],
    check: ({ profile, monitoring }) =>
      when(profile === "production" && monitoring.subscribers.length === 0, {
        field: "monitoring.subscribers",
        got: "[]",
        allowed:
          "at least one subscriber in production: without subscribers, nobody gets the messages of alarms",
      }),
  },
  {
    reads: ["monitoring.subscribers"],
    check: ({ monitoring }) =>
      monitoring.subscribers.flatMap(({ protocol, endpoint }, index) =>
        when(!ENDPOINTS[protocol].form.test(endpoint), {
          field: `monitoring.subscribers.${index}.endpoint`,
          got: "a value that is not shown",
          allowed: `for the protocol ${protocol}: ${ENDPOINTS[protocol].allowed}`,
        }),
      ),
  },
  ...RELEASE_RULES,
  ...SECRET_RULES,
];
