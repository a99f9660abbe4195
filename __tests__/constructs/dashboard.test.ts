import { RULE_GROUPS } from "../../src/settings/waf";
import { CUSTOM, EPHEMERAL } from "../support/environments";
import { type Attributes, synthesized } from "../support/synthesized";

const environment = synthesized(EPHEMERAL);
const dashboard = environment.resource("aws_cloudwatch_dashboard.dashboard_dashboard");
const widgets: Attributes[] = JSON.parse(dashboard.dashboard_body).widgets;

/** What a widget draws, one line per visible metric: namespace, name, what of, statistic. */
function linesOf(title: string): string[] {
  const widget = widgets.find(({ properties }) => properties.title === title);
  if (widget === undefined) {
    throw new Error(
      `no widget "${title}"; there are: ${widgets.map(({ properties }) => properties.title).join("; ")}`,
    );
  }
  const { metrics, stat } = widget.properties;
  return metrics.flatMap((row: unknown[]) => {
    const options = (typeof row.at(-1) === "object" ? row.at(-1) : {}) as Attributes;
    const words = row.filter((cell): cell is string => typeof cell === "string");
    if (options.visible === false) {
      return [];
    }
    return words.length === 0
      ? [`${options.label}: ${options.expression}`]
      : [`${words[0]} ${words[1]} ${words.at(-1)} ${options.stat ?? stat}`];
  });
}

const COLORS = ["blue", "green"];
const targetGroup = (color: string) => `\${aws_lb_target_group.traffic_target_group_${color}.arn_suffix}`;
const perTargetGroup = (metric: string, stat: string) =>
  COLORS.map((color) => `AWS/ApplicationELB ${metric} ${targetGroup(color)} ${stat}`);
const perService = (namespace: string, metric: string) =>
  COLORS.map((color) => `${namespace} ${metric} ecs-service-${color}-x1 Average`);
const perInstance = (metric: string, stat: string) =>
  ["a", "b"].map(
    (zone) =>
      `AWS/RDS ${metric} \${aws_rds_cluster_instance.database_instance_us_east_1${zone}.identifier} ${stat}`,
  );

describe("the dashboard", () => {
  it("is one, named by the suffix, where the output says", () => {
    expect(environment.count("aws_cloudwatch_dashboard")).toBe(1);
    expect(dashboard.dashboard_name).toBe("dashboard-x1");
    expect(environment.output("dashboard_url").value).toBe(
      "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/dashboard-x1",
    );
  });

  it.each<[title: string, lines: string[]]>([
    [
      "Traffic weights, percent of requests",
      ["blue: 100 * blue / SUM(METRICS())", "green: 100 * green / SUM(METRICS())"],
    ],
    ["Requests a minute", perTargetGroup("RequestCount", "Sum")],
    [
      "Failed requests a minute",
      COLORS.map((color) => `${color}: ${color} - ${color}_2xx - ${color}_3xx - ${color}_4xx`),
    ],
    ...COLORS.map((color): [string, string[]] => [
      `Latency of ${color}, seconds`,
      ["p50", "p95", "p99"].map(
        (stat) => `AWS/ApplicationELB TargetResponseTime ${targetGroup(color)} ${stat}`,
      ),
    ]),
    ["Healthy hosts", perTargetGroup("HealthyHostCount", "Minimum")],
    ["ECS running tasks", perService("ECS/ContainerInsights", "RunningTaskCount")],
    ["CPU of the tasks, percent", perService("AWS/ECS", "CPUUtilization")],
    ["Memory of the tasks, percent", perService("AWS/ECS", "MemoryUtilization")],
    ["RDS connections", perInstance("DatabaseConnections", "Maximum")],
    ["RDS CPU, percent", perInstance("CPUUtilization", "Maximum")],
    ["Aurora capacity, ACU", perInstance("ServerlessDatabaseCapacity", "Maximum")],
    ["Commit latency, milliseconds", perInstance("CommitLatency", "Average")],
    ["Replica lag, milliseconds", perInstance("AuroraReplicaLag", "Maximum")],
    ["Deadlocks a second", perInstance("Deadlocks", "Average")],
  ])("shows %s", (title, lines) => {
    expect(linesOf(title)).toEqual(lines);
  });

  it("shows what AWS WAF blocks and counts, by rule, where it stands before the load balancer", () => {
    const { dashboard_body } = synthesized(CUSTOM).resource("aws_cloudwatch_dashboard.dashboard_dashboard");
    const all: Attributes[] = JSON.parse(dashboard_body).widgets;
    const rules = ["RateLimit", ...Object.keys(RULE_GROUPS)];
    const rows = (metric: string) =>
      rules.map((rule) => ["AWS/WAFV2", metric, "WebACL", "web-acl-x1", "Region", "us-east-1", "Rule", rule]);
    expect(all.slice(15).map(({ properties: { title, stat, metrics } }) => [title, stat, metrics])).toEqual([
      ["Requests a minute that AWS WAF blocks, by rule", "Sum", rows("BlockedRequests")],
      [
        "Requests a minute that AWS WAF only counts, by rule",
        "Sum",
        [
          ...rows("CountedRequests"),
          [
            {
              expression:
                "SEARCH('{AWS/WAFV2,Region,WebACL,ManagedRuleGroup,ManagedRuleGroupRule} MetricName=\"CountedRequests\" WebACL=\"web-acl-x1\"', 'Sum', 60)",
            },
          ],
        ],
      ],
    ]);
    const metricNames = synthesized(CUSTOM)
      .resource("aws_wafv2_web_acl.web_acl_web_acl")
      .rule.map(({ visibility_config }: Attributes) => visibility_config.metric_name);
    expect(metricNames).toEqual(rules);
  });

  it("shows nothing else", () => {
    expect(widgets).toHaveLength(15);
    expect(new Set(widgets.map(({ properties }) => properties.title)).size).toBe(15);
  });

  it("computes the weights from what both colors are asked", () => {
    const [blue, green]: Attributes[][] = widgets[0]?.properties.metrics ?? [];
    for (const [row, color] of [
      [blue, "blue"],
      [green, "green"],
    ] as const) {
      expect(row?.slice(0, 2)).toEqual(["AWS/ApplicationELB", "RequestCount"]);
      expect(row?.at(-2)).toBe(targetGroup(color));
      expect(row?.at(-1)).toMatchObject({ id: color, visible: false });
    }
  });

  it("counts as failed what a color was asked and did not answer", () => {
    const { metrics } =
      widgets.find(({ properties }) => properties.title.startsWith("Failed"))?.properties ?? {};
    for (const color of COLORS) {
      const hidden = [
        "RequestCount",
        ...["2XX", "3XX", "4XX"].map((codes) => `HTTPCode_Target_${codes}_Count`),
      ];
      expect(
        metrics
          .filter((row: unknown[]) => row.at(-2) === targetGroup(color))
          .map((row: [string, string, ...Attributes[]]) => [row[1], row.at(-1)]),
      ).toEqual(
        hidden.map((metric) => [
          metric,
          expect.objectContaining({
            id: metric === "RequestCount" ? color : `${color}_${metric.slice(16, 19).toLowerCase()}`,
            visible: false,
          }),
        ]),
      );
    }
  });

  it("lays its widgets on AWS's 24 columns, none over another", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBeLessThanOrEqual(24);
  });

  it("reads every metric from this region", () => {
    for (const { type, properties } of widgets) {
      expect([type, properties.region]).toEqual(["metric", "us-east-1"]);
    }
  });
});
