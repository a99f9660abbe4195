import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import {
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Emulator } from "../../src/rehearsal/emulator";

const COLORS = ["blue", "green"] as const;

export async function expectServices(
  client: Emulator["client"],
  suffix: string,
  { maxTasks, https }: { readonly maxTasks: number; readonly https: boolean },
): Promise<void> {
  const ecs = new ECSClient(client);
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({
      cluster: `ecs-cluster-${suffix}`,
      services: COLORS.map((color) => `ecs-service-${color}-${suffix}`),
    }),
  );
  expect(services).toHaveLength(2);
  for (const service of services) {
    expect(service).toMatchObject({
      status: "ACTIVE",
      launchType: "FARGATE",
      desiredCount: 2,
      runningCount: 2,
      availabilityZoneRebalancing: "ENABLED",
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: true, rollback: true },
        alarms: { enable: true, rollback: true, alarmNames: expect.arrayContaining([expect.any(String)]) },
      },
      networkConfiguration: { awsvpcConfiguration: { assignPublicIp: "DISABLED" } },
    });
    expect(service.networkConfiguration?.awsvpcConfiguration?.subnets).toHaveLength(3);
    const { taskDefinition } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: service.taskDefinition }),
    );
    expect(taskDefinition).toMatchObject({ cpu: "2048", memory: "4096", networkMode: "awsvpc" });
    expect(taskDefinition?.containerDefinitions).toEqual([
      expect.objectContaining({
        readonlyRootFilesystem: true,
        user: expect.not.stringMatching(/^(root|0)?$/),
        logConfiguration: expect.objectContaining({ logDriver: "awslogs" }),
      }),
    ]);
    expect(taskDefinition?.containerDefinitions?.[0]?.secrets ?? []).toEqual([]);
  }

  const { ScalableTargets = [] } = await new ApplicationAutoScalingClient(client).send(
    new DescribeScalableTargetsCommand({
      ServiceNamespace: "ecs",
      ResourceIds: COLORS.map((color) => `service/ecs-cluster-${suffix}/ecs-service-${color}-${suffix}`),
    }),
  );
  const range = { MinCapacity: 2, MaxCapacity: maxTasks };
  expect(ScalableTargets).toEqual([expect.objectContaining(range), expect.objectContaining(range)]);

  await expectTraffic(client, suffix, https);
}

async function expectTraffic(client: Emulator["client"], suffix: string, https: boolean): Promise<void> {
  const balancing = new ElasticLoadBalancingV2Client(client);
  const { LoadBalancers: [balancer] = [] } = await balancing.send(
    new DescribeLoadBalancersCommand({ Names: [`load-balancer-${suffix}`] }),
  );
  expect(balancer).toMatchObject({ Scheme: "internet-facing", IpAddressType: "ipv4", Type: "application" });
  const { Attributes = [] } = await balancing.send(
    new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: balancer?.LoadBalancerArn }),
  );
  expect(Attributes).toEqual(
    expect.arrayContaining([
      { Key: "access_logs.s3.enabled", Value: "true" },
      { Key: "routing.http.drop_invalid_header_fields.enabled", Value: "true" },
    ]),
  );

  const { TargetGroups = [] } = await balancing.send(
    new DescribeTargetGroupsCommand({ Names: COLORS.map((color) => `target-group-${color}-${suffix}`) }),
  );
  expect(TargetGroups).toHaveLength(2);
  for (const group of TargetGroups) {
    expect(group).toMatchObject({ TargetType: "ip", HealthCheckIntervalSeconds: 30 });
    const { TargetHealthDescriptions = [] } = await balancing.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: group.TargetGroupArn }),
    );
    expect(TargetHealthDescriptions.map((it) => it.TargetHealth?.State)).toEqual(["healthy", "healthy"]);
  }

  const { Listeners = [] } = await balancing.send(
    new DescribeListenersCommand({ LoadBalancerArn: balancer?.LoadBalancerArn }),
  );
  const forwards = Listeners.flatMap((it) => it.DefaultActions ?? []).filter((it) => it.Type === "forward");
  const weights = forwards
    .flatMap((it) => it.ForwardConfig?.TargetGroups ?? [])
    .map(({ TargetGroupArn, Weight }) => [
      TargetGroups.find((it) => it.TargetGroupArn === TargetGroupArn)?.TargetGroupName,
      Weight,
    ]);
  expect(Object.fromEntries(weights)).toEqual({
    [`target-group-blue-${suffix}`]: 80,
    [`target-group-green-${suffix}`]: 20,
  });
  const listeners = Listeners.map(({ Port, Protocol, SslPolicy, DefaultActions }) => ({
    Port,
    Protocol,
    ...(Protocol === "HTTPS" && { SslPolicy }), // the emulator has one for HTTP too
    redirect: DefaultActions?.[0]?.RedirectConfig,
  }));
  const redirect = expect.objectContaining({ Protocol: "HTTPS", StatusCode: "HTTP_301" });
  expect(listeners.sort((one, other) => (one.Port ?? 0) - (other.Port ?? 0))).toEqual(
    https
      ? [
          { Port: 80, Protocol: "HTTP", redirect },
          { Port: 443, Protocol: "HTTPS", SslPolicy: expect.stringContaining("TLS13") },
        ]
      : [{ Port: 80, Protocol: "HTTP" }],
  );

  const { Parameter } = await new SSMClient(client).send(
    new GetParameterCommand({ Name: `/transaction-processing/${suffix}/green-weight` }),
  );
  expect(Parameter).toMatchObject({ Type: "String", Value: "20" });
}
