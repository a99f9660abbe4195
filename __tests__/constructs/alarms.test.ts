import { CUSTOM, EPHEMERAL, GREEN_OFF, PRIVATE, PRODUCTION, PROTECTED } from "../support/environments";
import { type Attributes, type Synthesized, synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);
const COLORS = ["blue", "green"];
const LOAD_BALANCER = "${aws_lb.load_balancer_load_balancer.arn_suffix}";
const CLUSTER = { DBClusterIdentifier: "${aws_rds_cluster.database_cluster.cluster_identifier}" };
const targets = (color: string) => ({
  LoadBalancer: LOAD_BALANCER,
  TargetGroup: `\${aws_lb_target_group.traffic_target_group_${color}.arn_suffix}`,
});

const alarms = (environment: Synthesized) => environment.resources("aws_cloudwatch_metric_alarm");
const alarm = (name: string, environment = ephemeral): Attributes => {
  const found = alarms(environment).find(([, { alarm_name }]) => alarm_name === `alarm-${name}-x1`);
  if (found === undefined) {
    throw new Error(`no alarm ${name}`);
  }
  return found[1];
};

const NAMES = [
  ...COLORS.flatMap((color) =>
    ["5xx-rate", "p99-latency", "running-tasks", "unhealthy-hosts"].map(
      (what) => `alarm-${color}-${what}-x1`,
    ),
  ),
  ...["capacity", "connections", "cpu", "replica-lag"].map((what) => `alarm-database-${what}-x1`),
  "alarm-load-balancer-5xx-x1",
].sort();

describe("alarms", () => {
  it.each([
    ["ephemeral", ephemeral],
    ["production", production],
    ["production with private images", synthesized(PRIVATE)],
  ])("are exactly these in %s", (_label, environment) => {
    expect(
      alarms(environment)
        .map(([, { alarm_name }]) => alarm_name)
        .sort(),
    ).toEqual(NAMES);
  });

  it("all tell the topic when they go to ALARM and back to OK", () => {
    for (const [, attributes] of alarms(production)) {
      expect(attributes.alarm_actions).toEqual(["${aws_sns_topic.notifications_topic.arn}"]);
      expect(attributes.ok_actions).toEqual(["${aws_sns_topic.notifications_topic.arn}"]);
      expect(attributes).not.toHaveProperty("actions_enabled");
    }
  });

  it("all say in sentences what failed, and name something of this environment, or a setting, to look at", () => {
    for (const [, { alarm_description: text }] of alarms(production)) {
      expect(text).toMatch(/^[A-Z].+\. .+\.$/);
      expect(text).toMatch(/\b(log group|events|dashboard|PostgreSQL log)\b|database\.maxCapacityAcu/i);
      expect(text.length).toBeLessThanOrEqual(1024); // AWS's limit
    }
  });

  it("name only log groups, dashboards and services that exist", () => {
    const known = new Set([
      ...production.resources("aws_cloudwatch_log_group").map(([, { name }]) => name),
      ...production.resources("aws_ecs_service").map(([, { name }]) => name),
      ...production.resources("aws_cloudwatch_dashboard").map(([, { dashboard_name }]) => dashboard_name),
    ]);
    const named = alarms(production).flatMap(
      ([, { alarm_description: text }]): string[] => text.match(/[a-z-]+-x1/g) ?? [],
    );
    expect(named.length).toBeGreaterThanOrEqual(10);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it("count by the minute", () => {
    for (const [, { period, metric_query: queries }] of alarms(production)) {
      const periods = queries?.flatMap(({ metric }: Attributes) => metric?.period ?? []) ?? [period];
      expect(new Set(periods)).toEqual(new Set([60]));
    }
  });
});

describe.each(COLORS)("the alarms of %s", (color) => {
  const query = (id: string, metric: string, stat = "Sum") => ({
    id,
    metric: {
      namespace: "AWS/ApplicationELB",
      metric_name: metric,
      dimensions: targets(color),
      stat,
      period: 60,
    },
  });

  it("are in ALARM when 2 minutes in a row more than 5 % of at least 10 requests are answered with 5xx", () => {
    expect(alarm(`${color}-5xx-rate`)).toMatchObject({
      comparison_operator: "GreaterThanThreshold",
      threshold: 5,
      evaluation_periods: 2,
      treat_missing_data: "notBreaching",
      metric_query: [
        query("errors", "HTTPCode_Target_5XX_Count"),
        query("refused", "TargetConnectionErrorCount"),
        query("requests", "RequestCount"),
        {
          id: "rate",
          label: `${color} 5xx rate, percent`,
          expression: "IF(requests >= 10, 100 * (FILL(errors, 0) + FILL(refused, 0)) / requests, 0)",
          return_data: true,
        },
      ],
    });
  });

  it("are in ALARM when 3 minutes in a row one in a hundred of at least 10 requests waits more than a second", () => {
    expect(alarm(`${color}-p99-latency`)).toMatchObject({
      metric_query: [
        query("p99", "TargetResponseTime", "p99"),
        query("requests", "RequestCount"),
        {
          id: "latency",
          label: `${color} p99 latency, seconds`,
          expression: "IF(requests >= 10, p99, 0)",
          return_data: true,
        },
      ],
      comparison_operator: "GreaterThanThreshold",
      threshold: 1,
      evaluation_periods: 3,
      treat_missing_data: "notBreaching",
    });
  });

  it("are in ALARM when a task is unhealthy for 3 minutes", () => {
    expect(alarm(`${color}-unhealthy-hosts`)).toMatchObject({
      namespace: "AWS/ApplicationELB",
      metric_name: "UnHealthyHostCount",
      dimensions: targets(color),
      statistic: "Maximum",
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      evaluation_periods: 3,
      treat_missing_data: "notBreaching",
    });
  });

  it("are in ALARM when for 5 minutes fewer tasks run than the minimum, or none reports", () => {
    expect(alarm(`${color}-running-tasks`)).toMatchObject({
      namespace: "ECS/ContainerInsights",
      metric_name: "RunningTaskCount",
      dimensions: {
        ClusterName: "${aws_ecs_cluster.cluster_cluster.name}",
        ServiceName: `\${aws_ecs_service.${color}_service.name}`, // so that it cannot be in ALARM before there is one
      },
      statistic: "Minimum",
      comparison_operator: "LessThanThreshold",
      threshold: 2,
      evaluation_periods: 5,
      treat_missing_data: "breaching",
    });
  });

  it("follow the configured thresholds", () => {
    const strict = synthesized(CUSTOM);
    expect(alarm(`${color}-5xx-rate`, strict)).toMatchObject({
      threshold: 1,
      alarm_description: expect.stringContaining("more than 1 %"),
    });
    expect(alarm(`${color}-p99-latency`, strict)).toMatchObject({
      threshold: 0.25,
      alarm_description: expect.stringContaining("more than 0.25 s"),
    });
  });
});

it("a color without tasks is not in ALARM because none reports", () => {
  const environment = synthesized(GREEN_OFF);
  expect(alarm("green-running-tasks", environment)).toMatchObject({
    threshold: 0,
    treat_missing_data: "notBreaching",
  });
  expect(alarm("blue-running-tasks", environment)).toMatchObject({
    threshold: 2,
    treat_missing_data: "breaching",
  });
});

describe("the alarms on what both colors share", () => {
  it.each([
    ["database-cpu", "CPUUtilization", 80, 5],
    ["database-capacity", "ACUUtilization", 90, 10],
    ["database-replica-lag", "AuroraReplicaLagMaximum", 2000, 5],
  ])("watch the database: %s", (name, metric, threshold, minutes) => {
    expect(alarm(name)).toMatchObject({
      namespace: "AWS/RDS",
      metric_name: metric,
      dimensions: CLUSTER,
      statistic: "Maximum",
      comparison_operator: "GreaterThanThreshold",
      threshold,
      evaluation_periods: minutes,
      treat_missing_data: "notBreaching",
    });
  });

  it.each([
    [0.5, 2, 302, EPHEMERAL], // 80 % of 2 * 189
    [0.5, 64, 1600, CUSTOM], // 80 % of the 2000 that PostgreSQL has at most when the minimum is below 1 ACU
    [2, 16, 2419, PRODUCTION],
    [1, 64, 4000, PROTECTED], // 80 % of its 5000
  ])(
    "are in ALARM at 80 %% of the connections that %d to %d ACU allow: %d",
    (_least, _most, threshold, overrides) => {
      const connections = alarm("database-connections", synthesized(overrides));
      expect(connections).toMatchObject({
        metric_name: "DatabaseConnections",
        dimensions: CLUSTER,
        statistic: "Maximum",
        threshold,
      });
      expect(connections.alarm_description).toContain(`more than ${threshold} connections`);
    },
  );

  it("watch what the load balancer itself answers", () => {
    expect(alarm("load-balancer-5xx")).toMatchObject({
      namespace: "AWS/ApplicationELB",
      metric_name: "HTTPCode_ELB_5XX_Count",
      dimensions: { LoadBalancer: LOAD_BALANCER },
      statistic: "Sum",
      threshold: 10,
      evaluation_periods: 2,
      treat_missing_data: "notBreaching",
    });
  });
});
