import { SNSClient } from "@aws-sdk/client-sns";
import { planEnvironment } from "../../src/deploy/plan-environment";
import { runChecks } from "../../src/doctor/check";
import { DATABASE } from "../../src/doctor/verify/database";
import type { Deployed } from "../../src/doctor/verify/deployed";
import { OPERATIONS } from "../../src/doctor/verify/operations";
import { PLAN } from "../../src/doctor/verify/plan";
import { REQUESTS } from "../../src/doctor/verify/requests";
import { SERVICES } from "../../src/doctor/verify/services";
import { PROFILES } from "../../src/settings/profiles";
import { RefusedError } from "../../src/terminal/refused";
import { requireTerraform } from "../../src/terraform/version";

jest.mock("../../src/deploy/plan-environment", () => ({ planEnvironment: jest.fn() }));
jest.mock("../../src/terraform/version", () => ({ requireTerraform: jest.fn() }));

const CHECKS = [...SERVICES, ...REQUESTS, ...DATABASE, ...OPERATIONS, ...PLAN];

/** What AWS answers, by the name of the command. */
type Answers = Readonly<Record<string, (input: never) => unknown>>;

const subscribers = [{ protocol: "email" as const, endpoint: "on-call@example.com" }];

async function answerOf(name: string, answers: Answers, settings: object = PROFILES.ephemeral) {
  // A paginator takes nothing but a client of its own class.
  const client = Object.assign(Object.create(SNSClient.prototype), {
    send: async (command: { constructor: { name: string }; input: never }) => {
      const answer = answers[command.constructor.name];
      if (answer === undefined) throw new Error(`${command.constructor.name} was not expected`);
      return answer(command.input);
    },
  });
  const aws = new Proxy({}, { get: () => client });
  const environment = { config: { ...settings, suffix: "dev" }, me: { accountId: "123456789012" } };
  const [row] = await runChecks(
    CHECKS.filter((check) => check.name === name),
    { environment, aws } as unknown as Deployed,
  );
  return row?.finding;
}

describe("targets", () => {
  const health = (...states: string[]): Answers => ({
    DescribeTargetGroupsCommand: () => ({ TargetGroups: [{ TargetGroupArn: "arn" }] }),
    DescribeTargetHealthCommand: () => ({
      TargetHealthDescriptions: states.map((State) => ({
        TargetHealth: { State, Reason: `Target.${State}` },
      })),
    }),
  });

  it("pass when all are healthy, whatever is draining", async () =>
    expect(await answerOf("targets of blue", health("healthy", "draining"))).toEqual({
      kind: "pass",
      text: "1 of 1 targets are healthy",
    }));

  it("fail with the reason when one is not", async () =>
    expect(await answerOf("targets of blue", health("healthy", "unhealthy"))).toMatchObject({
      kind: "fail",
      text: "1 of 2 targets are healthy: Target.unhealthy",
    }));

  it("fail when there are none of a color that has to have tasks", async () =>
    expect(await answerOf("targets of blue", health())).toMatchObject({ kind: "fail" }));
});

describe("subscriptions", () => {
  const production = {
    ...PROFILES.production,
    monitoring: { ...PROFILES.production.monitoring, subscribers },
  };
  const of = (SubscriptionArn: string) =>
    answerOf(
      "subscriptions",
      {
        ListSubscriptionsByTopicCommand: () => ({
          Subscriptions: [{ Endpoint: "on-call@example.com", SubscriptionArn }],
        }),
      },
      production,
    );

  it("pass when they are confirmed", async () =>
    expect(await of("arn:aws:sns:us-east-1:123456789012:topic-alarms-dev:1")).toMatchObject({
      kind: "pass",
    }));

  it("fail while one waits for its owner", async () =>
    expect(await of("PendingConfirmation")).toMatchObject({
      kind: "fail",
      text: "not confirmed: email on-call@example.com",
    }));
});

describe("alarms", () => {
  const of = (...states: string[]) =>
    answerOf("alarms", {
      DescribeAlarmsCommand: () => ({
        MetricAlarms: states.map((StateValue, index) => ({ AlarmName: `alarm-${index}`, StateValue })),
      }),
    });

  it("pass when each has data", async () => expect(await of("OK", "OK")).toMatchObject({ kind: "pass" }));
  it("cannot be known while one has none", async () =>
    expect(await of("OK", "INSUFFICIENT_DATA")).toMatchObject({
      kind: "cannot know",
      text: expect.stringContaining("1 of 2 alarms have no data yet: alarm-1."),
    }));
  it("fail when one is in ALARM", async () =>
    expect(await of("ALARM", "INSUFFICIENT_DATA")).toMatchObject({
      kind: "fail",
      text: "in ALARM: alarm-0",
    }));
  it("fail when there is none at all", async () => expect(await of()).toMatchObject({ kind: "fail" }));
});

describe("the migration", () => {
  const stopped = (exitCode: number | undefined): Answers => ({
    ListTasksCommand: ({ desiredStatus }: { desiredStatus: string }) => ({
      taskArns: desiredStatus === "STOPPED" ? ["arn"] : [],
    }),
    DescribeTasksCommand: () => ({ tasks: [{ containers: [{ exitCode }], stoppedReason: "why" }] }),
  });
  const none = { ListTasksCommand: () => ({ taskArns: [] }) };

  it.each([
    ["ended with 0", stopped(0), "pass"],
    ["ended with another code", stopped(1), "fail"],
    ["never started", stopped(undefined), "fail"],
    ["is under way", { ListTasksCommand: () => ({ taskArns: ["arn"] }) }, "cannot know"],
    ["has not run", { ...none, DescribeLogStreamsCommand: () => ({}) }, "fail"],
    [
      "is forgotten",
      { ...none, DescribeLogStreamsCommand: () => ({ logStreams: [{ lastEventTimestamp: 0 }] }) },
      "cannot know",
    ],
  ])("that %s", async (_, answers, kind) => expect((await answerOf("migration", answers))?.kind).toBe(kind));
});

describe("access logs", () => {
  const of = (keys: string[], requests: number[]) =>
    answerOf("access logs", {
      ListObjectsV2Command: () => ({ Contents: keys.map((Key) => ({ Key })) }),
      DescribeLoadBalancersCommand: () => ({
        LoadBalancers: [{ LoadBalancerArn: "arn:loadbalancer/app/x/1" }],
      }),
      GetMetricDataCommand: () => ({ MetricDataResults: [{ Values: requests }] }),
    });

  it("pass when there is a file", async () =>
    expect((await of(["AWSLogs/1.log.gz"], []))?.kind).toBe("pass"));
  it("cannot be known before anybody asked, though AWS has tried the bucket", async () =>
    expect((await of(["AWSLogs/123456789012/ELBAccessLogTestFile"], []))?.kind).toBe("cannot know"));
  it("fail when requests came and no file did", async () =>
    expect((await of([], [3, 4]))?.text).toContain("got 7 requests"));
});

describe("the database's settings", () => {
  const of = (member: object, instance: object, cluster: object = {}) =>
    answerOf("database settings", {
      DescribeDBClustersCommand: () => ({
        DBClusters: [{ DBClusterMembers: [{ DBInstanceIdentifier: "one", ...member }], ...cluster }],
      }),
      DescribeDBInstancesCommand: () => ({ DBInstances: [instance] }),
    });
  const inSync = {
    PendingModifiedValues: { PendingCloudwatchLogsExports: {}, ProcessorFeatures: [] },
    DBParameterGroups: [{ DBParameterGroupName: "default", ParameterApplyStatus: "in-sync" }],
  };

  it("pass when all of them are in force", async () =>
    expect(await of({ DBClusterParameterGroupStatus: "in-sync" }, inSync)).toMatchObject({ kind: "pass" }));

  it.each([
    ["of the cluster", { DBClusterParameterGroupStatus: "pending-reboot" }, inSync],
    ["of the instance", {}, { DBParameterGroups: [{ ParameterApplyStatus: "pending-reboot" }] }],
  ])("fail while a parameter %s waits for a reboot, and say which", async (_, member, instance) =>
    expect(await of(member, instance)).toEqual({
      kind: "fail",
      text: "parameters of one are pending-reboot",
      toDo: "reboot one, the reader first: docs/runbooks/database.md",
    }),
  );

  it.each([
    ["an instance", {}, { PendingModifiedValues: { CACertificateIdentifier: "rds-ca-rsa2048-g1" } }, {}],
    ["the cluster", {}, inSync, { PendingModifiedValues: { EngineVersion: "17.5" } }],
  ])("fail while a change of %s waits for the maintenance window", async (_, member, instance, cluster) =>
    expect(await of(member, instance, cluster)).toMatchObject({
      kind: "fail",
      text: expect.stringContaining("wait for the maintenance window"),
    }),
  );

  it("cannot be known while RDS applies them", async () =>
    expect(await of({ DBClusterParameterGroupStatus: "applying" }, inSync)).toMatchObject({
      kind: "cannot know",
    }));
});

describe("the second plan", () => {
  const planned = jest.mocked(planEnvironment);

  it("fails when it is refused, as the next deployment would be", async () => {
    planned.mockRejectedValueOnce(new RefusedError("application.blue has another port"));
    expect(await answerOf("second plan", {})).toEqual({
      kind: "fail",
      text: "the plan is refused: application.blue has another port",
      toDo: "npm run plan -- --suffix dev",
    });
  });

  it("cannot be known without Terraform", async () => {
    jest.mocked(requireTerraform).mockRejectedValueOnce(new RefusedError("there is no Terraform"));
    expect(await answerOf("second plan", {})).toEqual({ kind: "cannot know", text: "there is no Terraform" });
  });
});
