import { planEnvironment } from "../../src/deploy/plan-environment";
import { RefusedError } from "../../src/terminal/refused";
import { requireTerraform } from "../../src/terraform/version";
import { changeOf, reviewOf } from "../review/made-up-plan";
import { type Answers, answerOf } from "./answer-of";

jest.mock("../../src/deploy/plan-environment", () => ({ planEnvironment: jest.fn() }));
jest.mock("../../src/terraform/version", () => ({ requireTerraform: jest.fn() }));

describe("a color", () => {
  const running = (runningCount: number): Answers => {
    const taskDefinitionArn = "arn:aws:ecs:us-east-1:123456789012:task-definition/task-definition-blue-dev:1";
    const taskDefinition = { taskDefinitionArn, containerDefinitions: [{ image: "node:22" }] };
    const service = { taskDefinition: taskDefinitionArn, status: "ACTIVE", runningCount, desiredCount: 2 };
    return {
      DescribeServicesCommand: () => ({ services: [service] }),
      ListServiceDeploymentsCommand: () => ({ serviceDeployments: [{ status: "SUCCESSFUL" }] }),
      DescribeTaskDefinitionCommand: () => ({ taskDefinition }),
      ListTasksCommand: () => ({ taskArns: [] }),
    };
  };

  it("passes when it runs as many tasks as ECS wants", async () =>
    expect(await answerOf("blue runs", running(2))).toEqual({
      kind: "pass",
      text: "2 of 2 tasks run task-definition-blue-dev:1 (node:22)",
    }));

  it("fails when it runs fewer, although its deployment has ended well", async () =>
    expect(await answerOf("blue runs", running(1))).toMatchObject({
      kind: "fail",
      text: "1 of 2 tasks run task-definition-blue-dev:1 (node:22)",
    }));
});

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
    expect(await answerOf("targets of blue", health("healthy", "healthy", "draining"))).toEqual({
      kind: "pass",
      text: "2 of 2 targets are healthy",
    }));

  it("fail with the reason when one is not", async () =>
    expect(await answerOf("targets of blue", health("healthy", "unhealthy"))).toMatchObject({
      kind: "fail",
      text: "1 of 2 targets are healthy: Target.unhealthy",
    }));

  it.each([
    ["none", [], "0 of 0 targets are healthy, and application.blue.minTasks is 2"],
    ["too few", ["healthy"], "1 of 1 targets are healthy, and application.blue.minTasks is 2"],
  ])("fail when there are %s of a color that has to have tasks", async (_, states, text) =>
    expect(await answerOf("targets of blue", health(...states))).toEqual({
      kind: "fail",
      text,
      toDo: "look at the events of the service ecs-service-blue-dev",
    }),
  );
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
  const of = (member: object, instance: object | undefined, cluster: object = {}) =>
    answerOf("database settings", {
      DescribeDBClustersCommand: () => ({
        DBClusters: [{ DBClusterMembers: [{ DBInstanceIdentifier: "one", ...member }], ...cluster }],
      }),
      DescribeDBInstancesCommand: () => ({ DBInstances: instance === undefined ? [] : [instance] }),
    });
  const inSync = {
    PendingModifiedValues: { PendingCloudwatchLogsExports: {}, ProcessorFeatures: [] },
    DBParameterGroups: [{ DBParameterGroupName: "default", ParameterApplyStatus: "in-sync" }],
  };

  const member = { DBClusterParameterGroupStatus: "in-sync" };

  it("pass when no change is pending, and leave the values to another check", async () =>
    expect(await of(member, inSync)).toEqual({
      kind: "pass",
      text: 'no change is pending for aurora-cluster-dev, one; the check "second plan" compares the values with the settings',
    }));

  it("fail when the cluster has no instances", async () =>
    expect(await of({}, inSync, { DBClusterMembers: [] })).toMatchObject({
      kind: "fail",
      text: "aurora-cluster-dev has no instances",
    }));

  it.each([
    ["of the cluster", {}, inSync],
    ["of the instance", member, { DBParameterGroups: [{}] }],
    ["of any group of the instance", member, { DBParameterGroups: [] }],
    ["of an instance that RDS does not show", member, undefined],
  ])("cannot be known without the parameters' status %s", async (_, shown, instance) =>
    expect(await of(shown, instance)).toEqual({
      kind: "cannot know",
      text: "RDS does not show whether one uses its parameters",
    }),
  );

  it.each([
    ["of the cluster", { DBClusterParameterGroupStatus: "pending-reboot" }, inSync],
    ["of the instance", member, { DBParameterGroups: [{ ParameterApplyStatus: "pending-reboot" }] }],
  ])("fail while a parameter %s waits for a reboot, and say which", async (_, member, instance) =>
    expect(await of(member, instance)).toEqual({
      kind: "fail",
      text: "parameters of one are pending-reboot",
      toDo: "reboot one, the reader first: docs/runbooks/database.md",
    }),
  );

  it.each([
    [
      "an instance",
      {},
      { ...inSync, PendingModifiedValues: { CACertificateIdentifier: "rds-ca-rsa2048-g1" } },
      {},
    ],
    ["the cluster", {}, inSync, { PendingModifiedValues: { EngineVersion: "17.5" } }],
  ])("fail while a change of %s waits for the maintenance window", async (_, member, instance, cluster) =>
    expect(await of(member, instance, cluster)).toMatchObject({
      kind: "fail",
      text: expect.stringMatching(/^changes are pending: (one|aurora-cluster-dev) /),
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

  it("passes without changes, and names what was not looked for", async () => {
    const topic = changeOf("aws_sns_topic.x", { arn: "x" }, { arn: "x" });
    for (const [foreignSubscriptions, text] of [
      [[], "no changes"],
      [
        "not listed",
        "no changes; subscriptions made by hand were not looked for: this role may not list them",
      ],
    ] as const) {
      const review = reviewOf({ changes: [topic], foreignSubscriptions });
      planned.mockResolvedValueOnce({ review } as Awaited<ReturnType<typeof planEnvironment>>);
      expect(await answerOf("second plan", {})).toEqual({ kind: "pass", text });
    }
  });

  it("cannot be known without Terraform", async () => {
    jest.mocked(requireTerraform).mockRejectedValueOnce(new RefusedError("there is no Terraform"));
    expect(await answerOf("second plan", {})).toEqual({ kind: "cannot know", text: "there is no Terraform" });
  });
});
