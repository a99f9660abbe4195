import { Construct } from "constructs";
import { COLORS, type Color } from "../naming/color";
import { dashboardUrl } from "../naming/dashboard";
import { resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import { CloudwatchDashboard, type EcsCluster, type Lb, type LbTargetGroup } from "../resources/classes";
import type { Database } from "./database";
import { output } from "./output";
import type { WebAcl } from "./web-acl";

export interface DashboardProps {
  readonly suffix: string;
  readonly loadBalancer: Lb;
  readonly targetGroups: Readonly<Record<Color, LbTargetGroup>>;
  readonly cluster: EcsCluster;
  readonly database: Database;
  /** The environment's web ACL. @default - no web ACL, and no widgets for AWS WAF */
  readonly webAcl: WebAcl | undefined;
}

/** An entry of a widget's `metrics`: either a metric (namespace, name, dimensions and options) or an expression. */
type Row = readonly unknown[];

const COLOR_HEX: Readonly<Record<Color, string>> = { blue: "#1f77b4", green: "#2ca02c" };

/**
 * The CloudWatch dashboard of one environment. It shows the requests as users see them, the running tasks, and the database.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export class Dashboard extends Construct {
  public constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { suffix, loadBalancer, targetGroups, cluster, database, webAcl } = props;
    const alb = (color: Color, metric: string, options: object = {}): Row => [
      "AWS/ApplicationELB",
      metric,
      "LoadBalancer",
      loadBalancer.arnSuffix,
      "TargetGroup",
      targetGroups[color].arnSuffix,
      { label: color, color: COLOR_HEX[color], ...options },
    ];
    const ecs = (namespace: string, metric: string): Row[] =>
      COLORS.map((color) => [
        namespace,
        metric,
        "ClusterName",
        cluster.name,
        "ServiceName",
        resourceName(suffix, "ecs-service", color),
        { label: color, color: COLOR_HEX[color] },
      ]);
    const perInstance = (metric: string): Row[] =>
      database.instances.map((instance) => ["AWS/RDS", metric, "DBInstanceIdentifier", instance.identifier]);

    const widgets: readonly Widget[] = [
      { title: "Traffic weights, percent of requests", stat: "Sum", metrics: share(alb), max: 100 },
      {
        title: "Requests a minute",
        stat: "Sum",
        metrics: COLORS.map((color) => alb(color, "RequestCount")),
      },
      { title: "Failed requests a minute", stat: "Sum", metrics: failed(alb) },
      ...COLORS.map((color) => ({
        title: `Latency of ${color}, seconds`,
        stat: "p50",
        metrics: ["p50", "p95", "p99"].map((stat) =>
          alb(color, "TargetResponseTime", { stat, label: stat, color: undefined }),
        ),
      })),
      {
        title: "Healthy hosts",
        stat: "Minimum",
        metrics: COLORS.map((color) => alb(color, "HealthyHostCount")),
      },
      {
        title: "ECS running tasks",
        stat: "Average",
        metrics: ecs("ECS/ContainerInsights", "RunningTaskCount"),
      },
      {
        title: "CPU of the tasks, percent",
        stat: "Average",
        metrics: ecs("AWS/ECS", "CPUUtilization"),
        max: 100,
      },
      {
        title: "Memory of the tasks, percent",
        stat: "Average",
        metrics: ecs("AWS/ECS", "MemoryUtilization"),
        max: 100,
      },
      { title: "RDS connections", stat: "Maximum", metrics: perInstance("DatabaseConnections") },
      { title: "RDS CPU, percent", stat: "Maximum", metrics: perInstance("CPUUtilization"), max: 100 },
      { title: "Aurora capacity, ACU", stat: "Maximum", metrics: perInstance("ServerlessDatabaseCapacity") },
      { title: "Commit latency, milliseconds", stat: "Average", metrics: perInstance("CommitLatency") },
      { title: "Replica lag, milliseconds", stat: "Maximum", metrics: perInstance("AuroraReplicaLag") },
      { title: "Deadlocks a second", stat: "Average", metrics: perInstance("Deadlocks") },
      ...(webAcl === undefined ? [] : firewallWidgets(webAcl)),
    ];
    new CloudwatchDashboard(this, "dashboard", {
      dashboardName: resourceName(suffix, "dashboard"),
      dashboardBody: JSON.stringify({ widgets: widgets.map(place) }),
    });
    output(this, "dashboard_url", dashboardUrl(suffix), "CloudWatch dashboard");
  }
}

interface Widget {
  readonly title: string;
  readonly stat: string;
  readonly metrics: readonly Row[];
  /** Upper end of the left axis. @default - CloudWatch chooses it from the data */
  readonly max?: number;
}

/** Returns the rows for the measured traffic weights: each color's share of all requests. */
function share(alb: (color: Color, metric: string, options: object) => Row): Row[] {
  return [
    ...COLORS.map((color) => alb(color, "RequestCount", { id: color, visible: false })),
    ...COLORS.map((color) => [
      {
        expression: `100 * ${color} / SUM(METRICS())`,
        label: color,
        id: `${color}_share`,
        color: COLOR_HEX[color],
      },
    ]),
  ];
}

/** Returns the rows for failed requests. These include time-outs and connection resets (see failed-requests.ts). */
function failed(alb: (color: Color, metric: string, options: object) => Row): Row[] {
  return COLORS.flatMap((color) => [
    alb(color, "RequestCount", { id: color, visible: false }),
    ...["2XX", "3XX", "4XX"].map((codes) =>
      alb(color, `HTTPCode_Target_${codes}_Count`, {
        id: `${color}_${codes.toLowerCase()}`,
        visible: false,
      }),
    ),
    [
      {
        expression: `${color} - ${color}_2xx - ${color}_3xx - ${color}_4xx`,
        label: color,
        id: `${color}_failed`,
        color: COLOR_HEX[color],
      },
    ],
  ]);
}

function firewallWidgets(webAcl: WebAcl): Widget[] {
  return [
    {
      title: "Requests a minute that AWS WAF blocks, by rule",
      stat: "Sum",
      metrics: webAcl.metrics("BlockedRequests"),
    },
    {
      title: "Requests a minute that AWS WAF only counts, by rule",
      stat: "Sum",
      metrics: [...webAcl.metrics("CountedRequests"), [{ expression: webAcl.countedRules() }]],
    },
  ];
}

const WIDGET_WIDTH = 8; // of the 24 columns of a dashboard
const WIDGET_HEIGHT = 6;

function place({ title, stat, metrics, max }: Widget, index: number) {
  return {
    type: "metric",
    x: (index % 3) * WIDGET_WIDTH,
    y: Math.floor(index / 3) * WIDGET_HEIGHT,
    width: WIDGET_WIDTH,
    height: WIDGET_HEIGHT,
    properties: {
      title,
      view: "timeSeries",
      region: REGION,
      period: 60,
      stat,
      metrics,
      yAxis: { left: { min: 0, max } },
    },
  };
}
