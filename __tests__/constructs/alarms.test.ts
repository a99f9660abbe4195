import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alarmDefinition, type SynthesizedAlarm, statesOver } from "../../src/alarms/definition";
import { type Minute, metricKey } from "../../src/alarms/measured";
import { alarmNames } from "../../src/naming/alarm-names";
import { configuredAlarmNames } from "../../src/settings/configured-alarms";
import { CUSTOM, EPHEMERAL, GREEN_OFF, PRIVATE, PRODUCTION, PROTECTED } from "../support/environments";
import { configOf } from "../support/synthesize";
import { type Attributes, type Synthesized, synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);
const COLORS = ["blue", "green"];
const LOAD_BALANCER = "${aws_lb.load_balancer_load_balancer.arn_suffix}";
const CLUSTER = { DBClusterIdentifier: "${aws_rds_cluster.database_cluster.cluster_identifier}" };

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
    ["failed-requests", "quiet-failed-requests", "p99-latency", "running-tasks", "unhealthy-hosts"].map(
      (what) => `alarm-${color}-${what}-x1`,
    ),
  ),
  ...["capacity", "connections", "cpu", "instances", "memory", "replica-lag", "transaction-ids"].map(
    (what) => `alarm-database-${what}-x1`,
  ),
  "alarm-load-balancer-5xx-x1",
  "alarm-quiet-load-balancer-5xx-x1",
  "alarm-nat-port-errors-x1",
  "alarm-release-controller-errors-x1",
  "alarm-release-controller-silent-x1",
].sort();
/** Only where there is a web ACL, or a certificate. */
const WEB_ACL_BLOCKED = "alarm-web-acl-blocked-x1";
const CERTIFICATE_EXPIRY = "alarm-certificate-expiry-x1";
const WITH_ALL = [...NAMES, WEB_ACL_BLOCKED, CERTIFICATE_EXPIRY].sort();

describe("alarms", () => {
  it.each([
    ["ephemeral", ephemeral, NAMES],
    ["ephemeral with a web ACL and HTTPS", synthesized(CUSTOM), WITH_ALL],
    ["production", production, WITH_ALL],
    ["production with private images", synthesized(PRIVATE), WITH_ALL],
  ])("are exactly these in %s", (_label, environment, names) => {
    expect(
      alarms(environment)
        .map(([, { alarm_name }]) => alarm_name)
        .sort(),
    ).toEqual(names);
  });

  it.each([
    ["ephemeral", EPHEMERAL, NAMES],
    ["ephemeral with a web ACL and HTTPS", CUSTOM, WITH_ALL],
    ["production", PRODUCTION, WITH_ALL],
  ])("are those that the settings let verify expect in %s", (_label, overrides, names) =>
    expect(configuredAlarmNames(configOf(overrides, "x1")).sort()).toEqual(names),
  );

  it("are all that there is a name for", () => expect(WITH_ALL).toEqual(alarmNames("x1").sort()));

  it("have names that the topic's policy lets publish, whatever the settings", () => {
    const { policy } = ephemeral.resource("aws_sns_topic_policy.notifications_policy");
    for (const name of WITH_ALL) expect(policy).toContain(`:alarm:${name}"`);
  });

  it("all tell the topic when they go to ALARM, and not when they go to OK, as each new one does", () => {
    for (const [, attributes] of alarms(production)) {
      expect(attributes.alarm_actions).toEqual(["${aws_sns_topic.notifications_topic.arn}"]);
      expect(attributes).not.toHaveProperty("ok_actions");
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

  it("name only log groups, dashboards, rules and services that exist", () => {
    const known = new Set([
      ...production
        .resources("aws_cloudwatch_log_group")
        .map(([, { name }]) => name.replace("/aws/lambda/", "")),
      ...production.resources("aws_cloudwatch_event_rule").map(([, { name }]) => name),
      ...production.resources("aws_ecs_service").map(([, { name }]) => name),
      ...production.resources("aws_cloudwatch_dashboard").map(([, { dashboard_name }]) => dashboard_name),
    ]);
    const named = alarms(production).flatMap(
      ([, { alarm_description: text }]): string[] => text.match(/[a-z-]+-x1/g) ?? [],
    );
    expect(named.length).toBeGreaterThanOrEqual(10);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it("are on the load balancer and its target groups, by both", () => {
    const dimensions = alarms(production).flatMap(
      ([, { dimensions: single, metric_query: queries = [] }]) => [
        ...(single === undefined ? [] : [single]),
        ...queries.flatMap(({ metric }: Attributes) => (metric === undefined ? [] : [metric.dimensions])),
      ],
    );
    const ofTargets = new Set(dimensions.filter((it) => "TargetGroup" in it).map((it) => JSON.stringify(it)));
    expect([...ofTargets].sort()).toEqual(
      COLORS.map((color) =>
        JSON.stringify({
          LoadBalancer: LOAD_BALANCER,
          TargetGroup: `\${aws_lb_target_group.traffic_target_group_${color}.arn_suffix}`,
        }),
      ),
    );
  });

  it("are on as many metrics as README has the price of; else: npm run generate", () => {
    const metrics = [ephemeral, production].map(
      (environment) =>
        alarms(environment).flatMap(([, it]) => alarmDefinition(it as SynthesizedAlarm).metrics).length,
    );
    const readme = readFileSync(join(__dirname, "../../README.md"), "utf8");
    const [, ...priced] =
      /\(`ephemeral`: \d+ alarms on (\d+) metrics; `production`: \d+ alarms on (\d+) metrics\), /.exec(
        readme,
      ) ?? [];
    expect(priced.map(Number)).toEqual(metrics);
  });

  it("can be evaluated, and have no more metrics than AWS allows", () => {
    for (const [, attributes] of alarms(production)) {
      expect(alarmDefinition(attributes as SynthesizedAlarm).metrics.length).toBeLessThanOrEqual(10);
    }
  });

  it("that take missing data for wrong are made after what they watch, so that a first deployment has none in ALARM", () => {
    const takesItForWrong = alarms(production).filter(
      ([, { treat_missing_data }]) => treat_missing_data === "breaching",
    );
    expect(takesItForWrong.map(([, { alarm_name }]) => alarm_name)).toEqual(
      expect.arrayContaining([
        "alarm-blue-running-tasks-x1",
        "alarm-database-instances-x1",
        "alarm-release-controller-silent-x1",
      ]),
    );
    for (const [, attributes] of takesItForWrong) {
      const watched = JSON.stringify(attributes.dimensions ?? attributes.metric_query);
      expect(watched).toMatch(/\$\{aws_(ecs_service|lambda_function|rds_cluster_instance)\./);
      // A service is steady minutes after Aurora runs: so long the instances have reported, and the function was invoked.
      expect(watched + JSON.stringify(attributes.depends_on)).toMatch(
        /aws_ecs_service\.(blue|green)_service/,
      );
    }
    expect(alarm("database-instances").depends_on).toEqual([
      "aws_ecs_service.blue_service",
      "aws_ecs_service.green_service",
    ]);
  });
});

describe.each(COLORS)("the alarms of %s", (color) => {
  const other = color === "blue" ? "green" : "blue";
  const key = (metric: string, of = color) => metricKey("AWS/ApplicationELB", metric, of);
  /** Five minutes alike: what is asked of the color, what is answered well, what the other does meanwhile. */
  const minutes = ([requests, answered]: readonly [number, number], more: Minute = {}, count = 5): Minute[] =>
    Array.from({ length: count }, () => ({
      [key("RequestCount")]: [[requests, 1]],
      [key("HTTPCode_Target_2XX_Count")]: [[answered, 1]],
      ...more,
    }));
  const otherColor = (requests: number, answered: number): Minute => ({
    [key("RequestCount", other)]: [[requests, 1]],
    [key("HTTPCode_Target_2XX_Count", other)]: [[answered, 1]],
  });
  const state = (name: string, all: readonly Minute[], environment = ephemeral) =>
    statesOver(alarmDefinition(alarm(`${color}-${name}`, environment) as SynthesizedAlarm), all).at(-1);

  describe("failed requests", () => {
    it.each<[string, string, Minute[]]>([
      ["nobody asks", "INSUFFICIENT_DATA", minutes([0, 0])],
      ["9 requests fail", "INSUFFICIENT_DATA", minutes([9, 0])],
      ["10 requests fail", "ALARM", minutes([10, 0])],
      ["all is well", "OK", minutes([1000, 1000])],
      // 15 % may have hung up, and 2 are chance: 1000 - 798 - 2 is 20 %, which is not more than 15 + 5
      ["20 % are not answered, and nobody knows why", "OK", minutes([1000, 798])],
      ["more than 20 % are not answered", "ALARM", minutes([1000, 797])],
      ["5 % are answered 5xx", "OK", minutes([1000, 948], { [key("HTTPCode_Target_5XX_Count")]: [[52, 1]] })],
      ["more are", "ALARM", minutes([1000, 947], { [key("HTTPCode_Target_5XX_Count")]: [[53, 1]] })],
      ["more are refused", "ALARM", minutes([1000, 947], { [key("TargetConnectionErrorCount")]: [[53, 1]] })],
      ["8 % hang up on both", "OK", minutes([1000, 920], otherColor(1000, 920))],
      [
        "more than 5 % beyond the other color's share fail",
        "ALARM",
        minutes([1000, 917], otherColor(1000, 970)),
      ],
      ["exactly 5 % beyond it fail", "OK", minutes([1000, 918], otherColor(1000, 970))],
      [
        "the other color has too few requests to compare with",
        "OK",
        minutes([1000, 900], otherColor(99, 99)),
      ],
      ["it has enough", "ALARM", minutes([1000, 900], otherColor(100, 100))],
      // Slow answers of the minute before: more answers than requests are no failure of this color.
      ["the other color answers more than it is asked", "OK", minutes([1000, 960], otherColor(200, 260))],
      [
        "half fails on both: one color can break the other",
        "ALARM",
        minutes([1000, 500], otherColor(1000, 500)),
      ],
    ])("when %s: %s", (_, expected, all) => expect(state("failed-requests", all)).toBe(expected));

    it.each(["HTTPCode_Target_3XX_Count", "HTTPCode_Target_4XX_Count"])("%s is an answer", (metric) =>
      expect(state("failed-requests", minutes([1000, 500], { [key(metric)]: [[500, 1]] }))).toBe("OK"),
    );

    it.each(["HTTPCode_Target_3XX_Count", "HTTPCode_Target_4XX_Count"])(
      "%s of the other is one too",
      (metric) =>
        expect(
          state(
            "failed-requests",
            minutes([1000, 900], { ...otherColor(1000, 500), [key(metric, other)]: [[500, 1]] }),
          ),
        ).toBe("ALARM"),
    );

    it("are in ALARM when 3 of 5 minutes are bad, wherever they lie", () => {
      const [good = {}] = minutes([1000, 1000]);
      const [bad = {}] = minutes([1000, 0]);
      expect(state("failed-requests", [bad, good, bad, good, bad])).toBe("ALARM");
      expect(state("failed-requests", [bad, good, good, bad, good])).toBe("OK");
    });

    it("are not judged any more when the requests end", () => {
      const [bad = {}] = minutes([1000, 0]);
      expect(state("failed-requests", [...minutes([1000, 0]), ...Array(7).fill({})])).toBe(
        "INSUFFICIENT_DATA",
      );
      expect(state("failed-requests", [bad, bad, bad, {}])).toBe("ALARM");
    });

    it("at quiet hours are counted over five minutes, 3 of 4", () => {
      expect(state("quiet-failed-requests", minutes([2, 0], {}, 15))).toBe("ALARM");
      expect(state("quiet-failed-requests", minutes([2, 0], {}, 14))).not.toBe("ALARM");
      expect(state("quiet-failed-requests", minutes([1, 0], {}, 15))).toBe("ALARM");
      expect(state("quiet-failed-requests", minutes([0.8, 0], {}, 15))).toBe("INSUFFICIENT_DATA");
      expect(state("quiet-failed-requests", minutes([2, 2], {}, 15))).toBe("OK");
    });
  });

  describe("p99 latency", () => {
    const answered = (requests: number, ...times: (readonly [number, number])[]) =>
      minutes([requests, requests], { [key("TargetResponseTime")]: times });

    it.each<[string, string, Minute[]]>([
      ["two of 100 wait longer than a second", "ALARM", answered(100, [0.1, 98], [1.01, 2])],
      ["they wait a second", "OK", answered(100, [0.1, 98], [1, 2])],
      ["one of 99 waits: too few to say anything of one in a hundred", "OK", answered(99, [0.1, 98], [5, 1])],
      ["two of ten wait", "ALARM", answered(10, [0.1, 8], [5, 2])],
      ["nine requests wait", "INSUFFICIENT_DATA", answered(9, [5, 9])],
      ["nothing is answered at all: time-outs have no time", "INSUFFICIENT_DATA", minutes([1000, 0])],
    ])("when %s: %s", (_, expected, all) => expect(state("p99-latency", all)).toBe(expected));
  });

  it("are in ALARM when a task is unhealthy in 3 of 5 minutes", () => {
    const unhealthy = (...hosts: number[]) =>
      hosts.map(
        (count): Minute => ({
          [key("UnHealthyHostCount")]: [
            [0, 1],
            [count, 1],
          ],
        }),
      );
    expect(state("unhealthy-hosts", unhealthy(1, 0, 1, 0, 1))).toBe("ALARM");
    expect(state("unhealthy-hosts", unhealthy(1, 0, 0, 0, 1))).toBe("OK");
    expect(state("unhealthy-hosts", [{}, {}])).toBe("OK");
  });

  it("let tasks be unhealthy for as long as they may take to start", () => {
    const slow = synthesized({
      application: { healthCheckGracePeriodSeconds: 900 },
      release: { steps: [{ weight: 100, bakeMinutes: 19 }] },
    });
    expect(alarm(`${color}-unhealthy-hosts`, slow)).toMatchObject({
      datapoints_to_alarm: 17,
      evaluation_periods: 19,
    });
  });

  it("are in ALARM when for 8 of 10 minutes fewer than three quarters of the tasks run, or none reports", () => {
    const running = (count: number, times: number): Minute[] =>
      Array.from({ length: times }, () => ({
        [metricKey("ECS/ContainerInsights", "RunningTaskCount", color)]: [
          [4, 1],
          [count, 1],
        ],
        [metricKey("ECS/ContainerInsights", "DesiredTaskCount", color)]: [[4, 1]],
      }));
    expect(state("running-tasks", [...running(4, 2), ...running(2, 8)])).toBe("ALARM");
    expect(state("running-tasks", [...running(4, 3), ...running(2, 7)])).toBe("OK");
    expect(state("running-tasks", running(3, 10))).toBe("OK");
    expect(state("running-tasks", Array(12).fill({}))).toBe("ALARM");
    // so that it cannot be in ALARM before there is a service
    expect(JSON.stringify(alarm(`${color}-running-tasks`).metric_query)).toContain(
      `\${aws_ecs_service.${color}_service.name}`,
    );
  });

  it("follow the configured thresholds", () => {
    const strict = synthesized(CUSTOM);
    for (const name of ["failed-requests", "quiet-failed-requests"]) {
      expect(alarm(`${color}-${name}`, strict)).toMatchObject({
        threshold: 1,
        alarm_description: expect.stringContaining("More than 1 %"),
      });
    }
    expect(alarm(`${color}-p99-latency`, strict)).toMatchObject({
      threshold: 0.25,
      alarm_description: expect.stringContaining("more than 0.25 s"),
    });
  });

  it("say in their text when they are not judged", () => {
    for (const name of ["failed-requests", "quiet-failed-requests", "p99-latency"]) {
      expect(alarm(`${color}-${name}`)).toMatchObject({
        treat_missing_data: "missing",
        alarm_description: expect.stringMatching(/not judged \(INSUFFICIENT_DATA\) below (10|5) requests/i),
      });
    }
  });
});

it("a color without tasks is not in ALARM because none reports, one with a single task is", () => {
  const application = { ...GREEN_OFF.application, blue: { minTasks: 1 } };
  const environment = synthesized({ ...GREEN_OFF, application });
  expect(alarm("green-running-tasks", environment)).toMatchObject({
    treat_missing_data: "notBreaching",
  });
  expect(alarm("blue-running-tasks", environment)).toMatchObject({
    treat_missing_data: "breaching",
  });
});

describe("the alarms on what both colors share", () => {
  it.each([
    ["database-cpu", "CPUUtilization", 80, 5],
    ["database-capacity", "ACUUtilization", 90, 10],
    ["database-replica-lag", "AuroraReplicaLagMaximum", 2000, 5],
    ["database-transaction-ids", "MaximumUsedTransactionIDs", 1e9, 5],
  ])("watch the database: %s", (name, metric, threshold, minutes) => {
    expect(alarm(name)).toMatchObject({
      namespace: "AWS/RDS",
      metric_name: metric,
      dimensions: CLUSTER,
      statistic: "Maximum",
      comparison_operator: "GreaterThanThreshold",
      threshold,
      evaluation_periods: minutes,
      treat_missing_data: "missing", // an instance that is lost is another alarm's; without any there is nothing to judge
    });
  });

  it.each([
    [2, 214_748_365, EPHEMERAL],
    [16, 1_717_986_918, PRODUCTION],
  ])(
    "are in ALARM when 5 %% of the memory at %d ACU, 2 GiB each, are left",
    (_most, threshold, overrides) => {
      expect(alarm("database-memory", synthesized(overrides))).toMatchObject({
        metric_name: "FreeableMemory",
        dimensions: CLUSTER,
        statistic: "Minimum",
        comparison_operator: "LessThanThreshold",
        threshold,
        evaluation_periods: 5,
        treat_missing_data: "missing",
      });
    },
  );

  it("are in ALARM when an instance does not report, whether the other one does or not", () => {
    const uptime = (index: number, zone: string) => ({
      id: `uptime${index}`,
      metric: {
        namespace: "AWS/RDS",
        metric_name: "EngineUptime",
        dimensions: {
          DBInstanceIdentifier: `\${aws_rds_cluster_instance.database_instance_us_east_1${zone}.identifier}`,
        },
        stat: "Maximum",
        period: 60,
      },
    });
    expect(alarm("database-instances")).toMatchObject({
      metric_query: [
        uptime(1, "a"),
        uptime(2, "b"),
        {
          id: "running",
          label: "Database instances that report",
          expression: "(uptime1 >= 0) + (uptime2 >= 0)",
          return_data: true,
        },
      ],
      comparison_operator: "LessThanThreshold",
      threshold: 2,
      evaluation_periods: 5,
      treat_missing_data: "breaching",
    });
  });

  it.each([
    ["SUM([nat1])", EPHEMERAL],
    ["SUM([nat1, nat2, nat3])", PRODUCTION],
  ])("are in ALARM when any NAT gateway is out of ports: %s", (expression, overrides) => {
    const environment = synthesized(overrides);
    const { metric_query: queries, ...attributes } = alarm("nat-port-errors", environment);
    expect(queries.at(-1)).toMatchObject({ expression, return_data: true });
    const gateways = queries.slice(0, -1).map(({ metric }: Attributes) => {
      expect(metric).toMatchObject({ metric_name: "ErrorPortAllocation", stat: "Sum", period: 60 });
      return metric.dimensions.NatGatewayId;
    });
    expect(gateways).toEqual(environment.addresses("aws_nat_gateway").map((it) => `\${${it}.id}`));
    expect(attributes).toMatchObject({
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      datapoints_to_alarm: 2,
      evaluation_periods: 5,
      treat_missing_data: "missing",
    });
  });

  it("are in ALARM 30 days before the certificate expires, and after", () => {
    expect(alarm("certificate-expiry", production)).toMatchObject({
      namespace: "AWS/CertificateManager",
      metric_name: "DaysToExpiry",
      dimensions: {
        CertificateArn: production.resource("aws_lb_listener.traffic_listener").certificate_arn,
      },
      statistic: "Minimum",
      comparison_operator: "LessThanThreshold",
      threshold: 30,
      period: 86_400,
      evaluation_periods: 1,
      treat_missing_data: "ignore", // a new certificate has none yet, one that has expired none any more
    });
  });

  it.each([
    [0.5, 2, 320, EPHEMERAL], // 80 % of 400, between the 189 of 1 ACU and the 823 of 4
    [0.5, 64, 1600, CUSTOM], // 80 % of the 2000 that PostgreSQL has at most when the minimum is below 1 ACU
    [2, 16, 2688, PRODUCTION], // 80 % of 3360
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

  it("watch what it answers in five minutes, 3 of 4: more than 1 %, and more than 3", () => {
    const quiet = alarmDefinition(alarm("quiet-load-balancer-5xx") as SynthesizedAlarm);
    const five = (errors: number, requests: number): Minute[] => [
      {
        [metricKey("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "load balancer")]: [[errors, 1]],
        [metricKey("AWS/ApplicationELB", "RequestCount", "load balancer")]: [[requests, 1]],
      },
      ...Array(4).fill({}),
    ];
    const state = (...all: Minute[][]) => statesOver(quiet, all.flat()).at(-1);
    expect(state(five(4, 100), five(0, 100), five(4, 100), five(4, 100))).toBe("ALARM");
    expect(state(five(3, 100), five(3, 100), five(3, 100))).toBe("OK");
    expect(state(five(4, 396), five(4, 396), five(4, 396))).toBe("OK");
    expect(state(five(0, 100), five(0, 100), five(4, 100), five(4, 100))).toBe("OK");
  });

  it("watch what the load balancer itself answers: more than 1 %, and more than 10 a minute", () => {
    const minutes = (errors: number, requests: number): Minute[] =>
      Array(3).fill({
        [metricKey("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "load balancer")]: [[errors, 1]],
        [metricKey("AWS/ApplicationELB", "RequestCount", "load balancer")]: [[requests, 1]],
      });
    const definition = alarmDefinition(alarm("load-balancer-5xx") as SynthesizedAlarm);
    const state = (all: readonly Minute[]) => statesOver(definition, [...all, {}, {}]).at(-1);
    expect(state(minutes(11, 1000))).toBe("ALARM");
    expect(state(minutes(10, 10))).toBe("OK");
    expect(state(minutes(11, 1089))).toBe("OK");
    expect(state(minutes(11, 0))).toBe("ALARM"); // no target could be chosen: no request is counted
    expect(state(minutes(11, 1000).slice(1))).toBe("OK");
  });
});

describe("the alarm on what AWS WAF blocks", () => {
  const query = (id: string, metric: string) => ({
    id,
    metric: {
      namespace: "AWS/WAFV2",
      metric_name: metric,
      dimensions: { WebACL: "web-acl-x1", Region: "us-east-1", Rule: "ALL" },
      stat: "Sum",
      period: 60,
    },
  });

  it("is in ALARM when in 10 of 15 minutes more than 5 % of at least 20 requests are blocked", () => {
    expect(alarm("web-acl-blocked", production)).toMatchObject({
      metric_query: [
        query("blocked", "BlockedRequests"),
        query("allowed", "AllowedRequests"),
        {
          id: "share",
          label: "blocked requests, percent",
          expression: "IF(blocked + allowed >= 20, 100 * blocked / (blocked + allowed), 0)",
          return_data: true,
        },
      ],
      comparison_operator: "GreaterThanThreshold",
      threshold: 5,
      evaluation_periods: 15,
      datapoints_to_alarm: 10,
      treat_missing_data: "notBreaching",
    });
  });

  it("names the web ACL by its metric", () => {
    const { visibility_config } = production.resource("aws_wafv2_web_acl.web_acl_web_acl");
    expect(visibility_config.metric_name).toBe("web-acl-x1");
  });

  it("follows the configured threshold", () => {
    expect(alarm("web-acl-blocked", synthesized(CUSTOM))).toMatchObject({
      threshold: 10,
      alarm_description: expect.stringContaining("more than 10 %"),
    });
  });
});
