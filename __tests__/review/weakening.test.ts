import type { Attributes } from "../../src/review/terraform-plan";
import { changeOf, reviewOf, sectionOf, warnings } from "./made-up-plan";

const KEPT = changeOf("aws_vpc.kept", { cidr_block: "10.0.0.0/16" }, { cidr_block: "10.0.0.0/16" });
const warned = (address: string, before: Attributes | null, after: Attributes | null) =>
  warnings(reviewOf({ changes: [KEPT, changeOf(address, before, after)] }));

const alarm = (threshold: number, more: Attributes = {}) => ({
  comparison_operator: "GreaterThanThreshold",
  threshold,
  ...more,
});
const rateLimit = (limit: number, evaluation_window_sec = 300) => ({
  rule: [
    { name: "RateLimit", statement: [{ rate_based_statement: [{ limit, evaluation_window_sec }] }] },
  ] as unknown as Attributes[],
});
const LIMIT = "rule[RateLimit].statement[0].rate_based_statement[0]";

describe("a number that protects less is a warning, and one that protects more is none", () => {
  it.each<[string, Attributes, Attributes, string]>([
    [
      "aws_cloudwatch_metric_alarm",
      alarm(5),
      alarm(100),
      "threshold: 5 → 100: the alarm goes to ALARM later, or never",
    ],
    [
      "aws_cloudwatch_metric_alarm",
      alarm(1),
      alarm(60),
      "threshold: 1 → 60: the alarm goes to ALARM later, or never",
    ],
    [
      "aws_cloudwatch_metric_alarm",
      alarm(75, { comparison_operator: "LessThanThreshold" }),
      alarm(10, { comparison_operator: "LessThanThreshold" }),
      "threshold: 75 → 10: the alarm goes to ALARM later, or never",
    ],
    [
      "aws_cloudwatch_metric_alarm",
      alarm(5, { datapoints_to_alarm: 1 }),
      alarm(5, { datapoints_to_alarm: 5 }),
      "datapoints_to_alarm: 1 → 5",
    ],
    ["aws_wafv2_web_acl", rateLimit(2000), rateLimit(2_000_000), `${LIMIT}.limit: 2000 → 2000000`],
    [
      "aws_wafv2_web_acl",
      rateLimit(2000, 300),
      rateLimit(2000, 60),
      `${LIMIT}.evaluation_window_sec: 300 → 60`,
    ],
    [
      "aws_kms_key",
      { rotation_period_in_days: 90 },
      { rotation_period_in_days: 2560 },
      "rotation_period_in_days: 90 → 2560",
    ],
    ["aws_rds_cluster", { backtrack_window: 3600 }, { backtrack_window: 60 }, "backtrack_window: 3600 → 60"],
    [
      "aws_flow_log",
      { max_aggregation_interval: 60 },
      { max_aggregation_interval: 600 },
      "max_aggregation_interval: 60 → 600",
    ],
  ])("%s %j → %j", (type, strong, weak, what) => {
    expect(warned(`${type}.one`, strong, weak)).toEqual([`${type}.one: ${what}`]);
    expect(warned(`${type}.one`, weak, strong)).toEqual([]);
    expect(warned(`${type}.one`, null, weak)).toEqual([]);
  });

  it("a threshold of a band, or one that is known only after the apply, may be either", () => {
    const address = "aws_cloudwatch_metric_alarm.one";
    const band = { comparison_operator: "LessThanLowerOrGreaterThanUpperThreshold" };
    expect(warned(address, alarm(2, band), alarm(1, band))).toEqual([`${address}: threshold: 2 → 1`]);
    expect(warned(address, alarm(1, band), alarm(2, band))).toEqual([`${address}: threshold: 1 → 2`]);
    const { threshold, ...unknown } = alarm(5);
    const later = changeOf(address, { ...unknown, threshold }, unknown, { threshold: true });
    expect(warnings(reviewOf({ changes: [KEPT, later] }))).toEqual([
      `${address}: threshold was 5, and its new value is known only after the apply`,
    ]);
  });
});

describe("a value that protects less is a warning", () => {
  it.each<[string, Attributes, Attributes, string]>([
    ["aws_kms_key", { is_enabled: true }, { is_enabled: false }, "is_enabled becomes false"],
    ["aws_ssm_parameter", { type: "SecureString" }, { type: "String" }, "type becomes String"],
    [
      "aws_rds_cluster_parameter_group",
      { parameter: [{ name: "rds.force_ssl", value: "1" }] },
      { parameter: [{ name: "rds.force_ssl", value: "0" }] },
      "parameter[rds.force_ssl].value: 1 → 0",
    ],
    [
      "aws_cloudwatch_log_group",
      { kms_key_id: "arn:key" },
      { kms_key_id: null },
      "kms_key_id arn:key is removed",
    ],
    [
      "aws_wafv2_web_acl_logging_configuration",
      { redacted_fields: [{ single_header: [{ name: "cookie" }] }] },
      { redacted_fields: [] },
      "redacted_fields[0].single_header[cookie].name cookie is removed",
    ],
    [
      "aws_rds_cluster",
      { vpc_security_group_ids: ["sg-1"] },
      { vpc_security_group_ids: ["sg-1", "sg-2"] },
      "gets vpc_security_group_ids[1]: sg-2",
    ],
    [
      "aws_s3_bucket_lifecycle_configuration",
      { rule: [{ id: "expire", filter: [{ prefix: "old/" }] }] },
      { rule: [{ id: "expire", filter: [{ prefix: "" }] }] },
      "rule[0].filter[0].prefix old/ is removed",
    ],
    [
      "aws_s3_bucket_lifecycle_configuration",
      { rule: [{ id: "expire", status: "Disabled" }] },
      { rule: [{ id: "expire", status: "Enabled" }] },
      "rule[0].status: Disabled → Enabled",
    ],
  ])("%s %j → %j", (type, strong, weak, what) => {
    expect(warned(`${type}.one`, strong, weak)).toContain(`${type}.one: ${what}`);
    expect(warned(`${type}.one`, null, weak)).toEqual([]);
  });

  it("and so is a rule of the firewall that lets through before the others look", () => {
    const rule = (name: string, action: object) => ({ name, action: [action] });
    const acl = (...rules: object[]) => ({ rule: rules }) as unknown as Attributes;
    const blocks = rule("rate", { block: [{ custom_response: [] }] });
    const allows = rule("partner", { allow: [{ custom_request_handling: [] }] });
    expect(warned("aws_wafv2_web_acl.one", acl(blocks), acl(allows, blocks))).toEqual([
      "aws_wafv2_web_acl.one: gets rule[partner].action[0].allow[0]: (a block)",
    ]);
  });
});

describe("a lifecycle that is made", () => {
  const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.one";
  const made = changeOf(LIFECYCLE, null, { bucket: "logs", rule: [{ expiration: [{ days: 1 }] }] });
  const bucket = { bucket: "logs", lifecycle_rule: [] };

  it("is a warning where the bucket was there without one, and none where both are new", () => {
    const there = [changeOf("aws_s3_bucket.one", bucket, bucket), made];
    expect(warnings(reviewOf({ changes: there }))).toEqual([
      `${LIFECYCLE}: rule[0].expiration[0].days is 1: S3 will delete objects in logs after this number of days. Today, the bucket has no lifecycle rules, and keeps all objects`,
    ]);
    expect(warnings(reviewOf({ changes: [changeOf("aws_s3_bucket.one", null, bucket), made] }))).toEqual([]);
  });
});

describe("access", () => {
  const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const allow = (Principal: unknown, Condition?: object) =>
    policy({ Effect: "Allow", Principal, Action: "kms:Decrypt", Resource: "*", Condition });
  const FOREIGN = { AWS: "arn:aws:iam::999988887777:root" };
  const OWN = { AWS: "arn:aws:iam::123456789012:root" };
  const INTO = {
    aws_kms_key: ["description", "key ours"],
    aws_s3_bucket_policy: ["bucket", "bucket ours"],
    aws_sns_topic_policy: ["arn", "topic ours"],
  } as const;

  it.each(Object.entries(INTO))(
    "of a foreign account by %s is a warning, of its own none",
    (type, [named, whose]) => {
      const said = (principal: unknown, condition?: object) =>
        warned(
          `${type}.one`,
          { [named]: "ours", policy: policy() },
          { [named]: "ours", policy: allow(principal, condition) },
        );
      expect(said(FOREIGN)).toEqual([
        `${whose} gains kms:Decrypt by AWS arn:aws:iam::999988887777:root on *`,
      ]);
      expect(said(OWN)).toEqual([]);
      expect(said("*")).toEqual([`${whose} gains kms:Decrypt by * on *`]);
      expect(said("*", { Bool: { "aws:SecureTransport": "true" } })).toHaveLength(1);
      expect(said({ AWS: "*" }, { StringEquals: { "kms:CallerAccount": "123456789012" } })).toEqual([]);
      expect(said({ AWS: "*" }, { StringEquals: { "kms:CallerAccount": "999988887777" } })).toHaveLength(1);
      expect(said({ Service: "logs.amazonaws.com" })).toEqual([]);
    },
  );

  it("of a new key or bucket too, and not of an endpoint, whose policy lets nobody in", () => {
    expect(warned("aws_kms_key.one", null, { description: "ours", policy: allow(FOREIGN) })).toHaveLength(1);
    expect(warned("aws_vpc_endpoint.one", null, { service_name: "s3", policy: allow("*") })).toEqual([]);
  });

  it("is no longer bounded: a permissions boundary that goes or becomes another is a warning", () => {
    const role = (permissions_boundary: string | null) => ({ name: "app-role-dev", permissions_boundary });
    const said = (before: string | null, after: string | null) =>
      warned("aws_iam_role.one", role(before), role(after));
    expect(said("arn:boundary", null)).toEqual(["app-role-dev loses permissions_boundary arn:boundary"]);
    expect(said("arn:boundary", "arn:wider")).toEqual([
      "app-role-dev loses permissions_boundary arn:boundary",
    ]);
    expect(said(null, "arn:boundary")).toEqual([]);
    expect(warned("aws_iam_role.one", role("arn:boundary"), null)).toEqual([]);
  });

  it("by a managed policy that the plan does not hold is a warning", () => {
    const attached = (policy_arn: string) => ({ role: "app-role-dev", policy_arn });
    const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
    const address = "aws_iam_role_policy_attachment.one";
    expect(warned(address, null, attached(ADMIN))).toEqual([`app-role-dev gains policy_arn ${ADMIN}`]);
    const own = changeOf("aws_iam_policy.own", { arn: "arn:own" }, { arn: "arn:own" });
    const changes = [own, changeOf(address, null, attached("arn:own"))];
    expect(warnings(reviewOf({ changes }))).toEqual([]);
  });
});

describe("a subscriber", () => {
  const ADDRESS = "aws_sns_topic_subscription.one";
  const told = (endpoint: string) => ({ endpoint, topic_arn: "arn:topic" });
  const HOOK = "https://hooks.example.com/services/T0/B0/abcdefghijkl";

  it.each([
    [HOOK, "https://hooks.example.com/(sensitive value)"],
    ["https://user:secretword@pager.example.com:8443/x", "https://pager.example.com:8443/(sensitive value)"],
    ["ada@example.com", "(sensitive value)@example.com"],
    ["arn:aws:sqs:us-east-1:999988887777:queue", "arn:aws:sqs:us-east-1:999988887777:(sensitive value)"],
    ["+15550100200", "(sensitive value)"],
  ])("that goes is named by scheme and host: %s", (endpoint, shown) => {
    const review = reviewOf({ changes: [KEPT, changeOf(ADDRESS, told(endpoint), null)] });
    expect(warnings(review)).toEqual([`${ADDRESS}: is destroyed: it notified ${shown}`]);
    expect(JSON.stringify(review)).not.toContain(endpoint);
  });

  it("that is new is told of where the topic was there, and is no warning", () => {
    const rows = (after: Attributes) =>
      sectionOf({ changes: [KEPT, changeOf(ADDRESS, null, after)] }, "Safeguards");
    expect(rows({ ...told("+15550100200"), protocol: "sms" }).slice(2)).toEqual([
      `|  | \`${ADDRESS}\` | is new: it notifies \`(sensitive value)\` |`,
    ]);
    expect(rows({ ...told("ada@example.com"), protocol: "email" }).slice(2)).toEqual([
      `|  | \`${ADDRESS}\` | is new: it notifies \`(sensitive value)@example.com\`, once its owner has confirmed the subscription |`,
    ]);
    expect(rows({ endpoint: "ada@example.com" })).toEqual([]);
    expect(warned(ADDRESS, null, told("ada@example.com"))).toEqual([]);
  });

  it("that becomes another is a warning, also where scheme and host stay", () => {
    const becomes = (endpoint: string) => {
      const { change, ...rest } = changeOf(ADDRESS, told(HOOK), told(endpoint));
      const replaced = { ...change, actions: ["delete", "create"], replace_paths: [["endpoint"]] };
      return warnings(reviewOf({ changes: [{ ...rest, change: replaced }] }));
    };
    expect(becomes("https://evil.example.org/services/x1234567")).toEqual([
      `${ADDRESS}: endpoint: https://hooks.example.com/(sensitive value) → https://evil.example.org/(sensitive value)`,
    ]);
    expect(becomes(HOOK.replace("T0", "T1"))).toEqual([
      `${ADDRESS}: endpoint: https://hooks.example.com/(sensitive value) → https://hooks.example.com/(another sensitive value)`,
    ]);
  });
});

describe("what no row judges", () => {
  const TITLE = "Not judged";
  const change = (name: string) =>
    changeOf(
      `aws_lb.${name}`,
      { client_keep_alive: 1, tags: { a: "b" }, drop_invalid_header_fields: false },
      { client_keep_alive: 60, tags: { a: "c" }, drop_invalid_header_fields: true },
    );

  it("is nothing of what only less of would be noticed, nor of what interrupts", () => {
    const scaling = changeOf(
      "aws_appautoscaling_target.blue_scaling",
      { min_capacity: 2 },
      { min_capacity: 4 },
    );
    const port = (container_port: number) => ({ load_balancer: [{ container_port }] });
    const service = changeOf("aws_ecs_service.blue_service", port(9898), port(8080));
    expect(sectionOf({ changes: [scaling, service] }, TITLE)).toEqual([]);
  });

  it("is said, once for each type, and not of what a row judges or is plain", () => {
    expect(sectionOf({ changes: [change("one")] }, TITLE)).toEqual([
      "- `client_keep_alive` of `aws_lb.one`: src/resources/ does not say what such a change opens, weakens or interrupts",
    ]);
    const many = ["a", "b", "c", "d", "e"].map(change);
    expect(sectionOf({ changes: many }, TITLE)).toEqual([
      "- `client_keep_alive` of `aws_lb.a`, `aws_lb.b`, `aws_lb.c` and 2 more: src/resources/ does not say what such a change opens, weakens or interrupts",
    ]);
  });

  it("is nothing of what a provider reads for what is not set", () => {
    const read = changeOf("aws_lb.one", { x: 0, y: false, z: null }, { x: null, y: null, z: false });
    expect(sectionOf({ changes: [read] }, TITLE)).toEqual([]);
    expect(warned("aws_rds_cluster.one", { backtrack_window: 0 }, {})).toEqual([]);
  });

  it("is nothing of what forces a replacement, which is told with what it loses, nor of what AWS fills in inside of a block", () => {
    const scaling = (pause?: number) => ({
      serverlessv2_scaling_configuration: [
        { min_capacity: 1, ...(pause && { seconds_until_auto_pause: pause }) },
      ],
    });
    const unknown = { serverlessv2_scaling_configuration: [{ seconds_until_auto_pause: true }] };
    const { change, ...rest } = changeOf(
      "aws_rds_cluster.one",
      { database_name: "a", ...scaling(300) },
      { database_name: "b", ...scaling() },
      unknown,
    );
    const cluster = {
      ...rest,
      change: { ...change, actions: ["delete", "create"], replace_paths: [["database_name"]] },
    };
    const configured = (block: object | string) => ({
      aws_rds_cluster: { one: { database_name: "b", serverlessv2_scaling_configuration: block } },
    });
    const saidOf = (block: object | string) =>
      sectionOf({ changes: [cluster], configuration: configured(block) }, TITLE);
    expect(saidOf({ min_capacity: 1 })).toEqual([]);
    expect(saidOf([{ min_capacity: 1 }])).toEqual([]);
    const told = ["- `serverlessv2_scaling_configuration.seconds_until_auto_pause` of `aws_rds_cluster.one`"];
    expect(saidOf({ seconds_until_auto_pause: "${aws_x.y.z}" })[0]).toContain(told[0]);
    expect(saidOf([{ seconds_until_auto_pause: "${aws_x.y.z}" }])[0]).toContain(told[0]);
    expect(saidOf("${var.block}")[0]).toContain(told[0]);
    expect(
      sectionOf({ changes: [{ ...rest, change }], configuration: configured({ min_capacity: 1 }) }, TITLE)[0],
    ).toContain("`database_name`");
  });

  it("is nothing of what is made, goes or stays, nor of what AWS fills in", () => {
    const filled = changeOf("aws_lb.one", { arn: "a" }, {}, { arn: true });
    const changes = [
      changeOf("aws_lb.two", null, { x: 1 }),
      changeOf("aws_lb.three", { x: 1 }, null),
      filled,
    ];
    expect(sectionOf({ changes }, TITLE)).toEqual([]);
    const configuration = { aws_lb: { one: { arn: "${aws_lb.other.arn}" } } };
    expect(sectionOf({ changes: [filled], configuration }, TITLE)).toHaveLength(1);
  });
});
