import { comment } from "../../src/review/comment";
import type { Attributes } from "../../src/review/terraform-plan";
import { changeOf, type MadeUp, reviewOf, warnings } from "./made-up-plan";

const KEPT = changeOf("aws_vpc.kept", { cidr_block: "10.0.0.0/16" }, { cidr_block: "10.0.0.0/16" });
const DIGEST = `sha256:${"a".repeat(64)}`;

const warned = (
  address: string,
  before: Attributes | null,
  after: Attributes | null,
  more: Partial<MadeUp> = {},
) => warnings(reviewOf({ changes: [KEPT, changeOf(address, before, after)], ...more }));

const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const blocks = (...of: object[]) => of as unknown as Attributes[];

describe("a protecting value that a plan does not know any more is a warning", () => {
  const unknown = (type: string, name: string, value: Attributes[string], configured: string) =>
    warnings(
      reviewOf({
        changes: [KEPT, changeOf(`${type}.one`, { [name]: value }, {}, { [name]: true })],
        configuration: { [type]: { one: { [name]: configured } } },
      }),
    );

  it.each<[string, string, Attributes[string]]>([
    ["aws_rds_cluster", "deletion_protection", true],
    ["aws_rds_cluster", "backup_retention_period", 35],
    ["aws_rds_cluster_instance", "publicly_accessible", false],
    ["aws_cloudwatch_log_group", "retention_in_days", 365],
    ["aws_cloudwatch_metric_alarm", "actions_enabled", true],
    ["aws_cloudwatch_metric_alarm", "treat_missing_data", "breaching"],
    ["aws_lb_listener", "ssl_policy", "ELBSecurityPolicy-TLS13-1-2-2021-06"],
  ])("%s: %s was %s", (type, name, value) => {
    const sentence = `${type}.one: ${name} was ${value}, and its new value is known only after the apply`;
    const reference = "${terraform_data.later.output}";
    expect(unknown(type, name, value, reference)).toContain(sentence);
  });

  it("but not an alarm's dimensions, which refer to a target group that is replaced", () => {
    const dimensions = { TargetGroup: "targetgroup/green/1" };
    const reference = "${{TargetGroup = aws_lb_target_group.green.arn_suffix}}";
    expect(unknown("aws_cloudwatch_metric_alarm", "dimensions", dimensions, reference)).toEqual([]);
  });

  it("and is none where it is as weak as can be already, or AWS's to fill in", () => {
    expect(unknown("aws_rds_cluster", "deletion_protection", false, "x")).toEqual([]);
    const one = changeOf("aws_kms_key.one", { enable_key_rotation: true }, {}, { enable_key_rotation: true });
    expect(warnings(reviewOf({ changes: [KEPT, one] }))).toEqual([]);
  });
});

describe("a protecting value that a plan hides is a warning", () => {
  const hidden = (
    type: string,
    name: string,
    [before, after]: readonly [Attributes[string] | null, Attributes[string]],
  ) => {
    const made = changeOf(`${type}.one`, before === null ? null : { [name]: before }, { [name]: after });
    const marks = { before_sensitive: { [name]: true }, after_sensitive: { [name]: true } };
    return warnings(reviewOf({ changes: [KEPT, { ...made, change: { ...made.change, ...marks } }] }));
  };
  const BECOMES = "and its new value is hidden as a sensitive value";

  it.each<[string, string, Attributes[string], Attributes[string]]>([
    ["aws_rds_cluster", "deletion_protection", true, false],
    ["aws_rds_cluster", "backup_retention_period", 35, 1],
    ["aws_rds_cluster_instance", "publicly_accessible", false, true],
    ["aws_cloudwatch_log_group", "retention_in_days", 365, 1],
    ["aws_cloudwatch_metric_alarm", "actions_enabled", true, false],
    ["aws_wafv2_web_acl", "rule", blocks({ name: "a" }), blocks({ name: "b" })],
    ["aws_s3_bucket_versioning", "versioning_configuration", blocks({ status: "Enabled" }), blocks({})],
    ["aws_security_group", "ingress", blocks({ self: true }), blocks({ cidr_blocks: ["0.0.0.0/0"] })],
  ])("%s: %s", (type, name, before, after) => {
    expect(hidden(type, name, [before, after])).toEqual([
      `${type}.one: ${name} was (sensitive value), ${BECOMES}`,
    ]);
  });

  it("also of a new resource that it can make public, and no other", () => {
    expect(hidden("aws_rds_cluster_instance", "publicly_accessible", [null, true])).toEqual([
      "aws_rds_cluster_instance.one: publicly_accessible gets a value that is hidden as a sensitive value",
    ]);
    expect(hidden("aws_security_group", "ingress", [null, blocks({ cidr_blocks: ["0.0.0.0/0"] })])).toEqual([
      "aws_security_group.one: ingress gets a value that is hidden as a sensitive value",
    ]);
    expect(hidden("aws_rds_cluster", "deletion_protection", [null, false])).toEqual([]);
    expect(hidden("aws_lb", "internal", [null, false])).toEqual([]);
  });

  it("and a threshold is not said to be weaker", () => {
    const alarm = (threshold: number) => ({ threshold, comparison_operator: "GreaterThanThreshold" });
    const { change, ...rest } = changeOf("aws_cloudwatch_metric_alarm.one", alarm(5), alarm(500));
    const marks = { before_sensitive: { threshold: true }, after_sensitive: { threshold: true } };
    expect(warnings(reviewOf({ changes: [KEPT, { ...rest, change: { ...change, ...marks } }] }))).toEqual([
      "aws_cloudwatch_metric_alarm.one: threshold: (sensitive value) → (another sensitive value)",
    ]);
  });
});

describe("what loosens or narrows is a warning also where something was there", () => {
  it.each<[string, Attributes, Attributes, string]>([
    [
      "aws_route",
      { vpc_peering_connection_id: "pcx-1" },
      { vpc_peering_connection_id: "pcx-2" },
      "vpc_peering_connection_id: pcx-1 → pcx-2",
    ],
    [
      "aws_rds_cluster",
      { vpc_security_group_ids: ["sg-1"] },
      { vpc_security_group_ids: ["sg-2"] },
      "vpc_security_group_ids[0]: sg-1 → sg-2",
    ],
    [
      "aws_s3_bucket_lifecycle_configuration",
      { rule: blocks({ expiration: [{ date: "2099-01-01T00:00:00Z" }] }) },
      { rule: blocks({ expiration: [{ date: "2027-01-01T00:00:00Z" }] }) },
      "rule[0].expiration[0].date: 2099-01-01T00:00:00Z → 2027-01-01T00:00:00Z",
    ],
    [
      "aws_cloudwatch_metric_alarm",
      { dimensions: { Service: "blue" } },
      { dimensions: { Service: "blue", Nobody: "publishes" } },
      "dimensions.Nobody becomes publishes, and it may cover less",
    ],
    ["aws_cloudwatch_metric_alarm", { unit: null }, { unit: "Bytes" }, "gets unit, and covers less"],
    [
      "aws_cloudwatch_metric_alarm",
      { metric_query: blocks({ metric: [{ dimensions: { Service: "blue" } }] }) },
      { metric_query: blocks({ metric: [{ dimensions: { Service: "blue", Nobody: "publishes" } }] }) },
      "gets metric_query[0].metric[0].dimensions.Nobody: publishes",
    ],
    [
      "aws_cloudwatch_event_rule",
      { event_pattern: '{"source":["aws.rds"]}' },
      { event_pattern: '{"source":["aws.rds"],"account":["000000000000"]}' },
      "event_pattern.account[0] becomes 000000000000, and it may cover less",
    ],
    [
      "aws_sns_topic_subscription",
      { filter_policy: '{"a":["b"]}' },
      { filter_policy: '{"a":["b"],"never":["x"]}' },
      "filter_policy.never[0] becomes x, and it may cover less",
    ],
    [
      "aws_wafv2_web_acl_logging_configuration",
      { logging_filter: blocks({ default_behavior: "KEEP" }) },
      { logging_filter: blocks({ default_behavior: "DROP" }) },
      "logging_filter[0].default_behavior becomes DROP, and it may cover less",
    ],
    [
      "aws_dynamodb_table",
      { ttl: blocks({ enabled: false }) },
      { ttl: blocks({ enabled: true }) },
      "ttl[0].enabled becomes true",
    ],
    ["aws_cloudtrail", { enable_logging: true }, { enable_logging: false }, "enable_logging becomes false"],
    ["aws_guardduty_detector", { enable: true }, { enable: false }, "enable becomes false"],
  ])("%s %j → %j", (type, before, after, what) => {
    expect(warned(`${type}.one`, before, after)).toEqual(expect.arrayContaining([`${type}.one: ${what}`]));
  });

  it("and none where a list only has one less, so that the next one moves up", () => {
    const groups = (...vpc_security_group_ids: string[]) => ({ vpc_security_group_ids });
    expect(warned("aws_rds_cluster.one", groups("sg-1", "sg-2"), groups("sg-2"))).toEqual([]);
  });
});

describe("what is new, and opens a way in or gives rights, is a warning", () => {
  it.each<[string, Attributes, string]>([
    ["aws_security_group_rule", { cidr_blocks: ["0.0.0.0/0"] }, "gets cidr_blocks[0] = 0.0.0.0/0"],
    [
      "aws_security_group",
      { ingress: blocks({ cidr_blocks: ["0.0.0.0/0"], self: false }) },
      "gets ingress[0].cidr_blocks[0] = 0.0.0.0/0",
    ],
    [
      "aws_route_table",
      { route: blocks({ cidr_block: "0.0.0.0/0", gateway_id: "igw-1" }) },
      "gets route[0].cidr_block = 0.0.0.0/0",
    ],
    ["aws_iam_user", { name: "somebody" }, "gets name = somebody"],
    ["aws_iam_access_key", { user: "somebody" }, "gets user = somebody"],
    [
      "aws_iam_role",
      { managed_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
      "gets managed_policy_arns[0] = arn:aws:iam::aws:policy/AdministratorAccess",
    ],
    ["aws_instance", { iam_instance_profile: "admin" }, "gets iam_instance_profile = admin"],
    ["aws_redshift_cluster", { publicly_accessible: true }, "gets publicly_accessible = true"],
  ])("%s %j", (type, after, what) => {
    expect(warned(`${type}.one`, null, after)).toContain(`${type}.one ${what}`);
  });

  it.each(["ipv6_cidr_blocks", "prefix_list_ids", "security_groups"])(
    "a security group's %s, in both directions",
    (peers) => {
      for (const direction of ["ingress", "egress"]) {
        const group = { [direction]: blocks({ [peers]: ["peer-1"] }) };
        expect(warned("aws_security_group.one", null, group)).toContain(
          `aws_security_group.one gets ${direction}[0].${peers}[0] = peer-1`,
        );
      }
    },
  );

  it("a user's policy, an attachment, and a function that another account may call", () => {
    const everything = policy({ Effect: "Allow", Action: "*", Resource: "*" });
    expect(warned("aws_iam_user_policy.one", null, { user: "somebody", policy: everything })).toEqual([
      "somebody gains * on *",
    ]);
    const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    expect(warned("aws_iam_policy_attachment.one", null, { name: "a", policy_arn: admin })).toEqual([
      `a gains policy_arn ${admin}`,
    ]);
    const invoker = (principal: string) =>
      warned("aws_lambda_permission.one", null, { function_name: "f", principal });
    expect(invoker("111122223333")).toEqual(["f gains principal 111122223333"]);
    expect(invoker("*")).toEqual(["f gains principal *"]);
    const likeService = "arn:aws:iam::111122223333:role/events.amazonaws.com"; // IAM allows dots in a role's name
    expect(invoker(likeService)).toEqual([`f gains principal ${likeService}`]);
    expect(invoker("events.amazonaws.com")).toEqual([]);
  });

  it("a route of a route table that was there, and none of a new one", () => {
    const route = { destination_cidr_block: "172.31.0.0/16", vpc_peering_connection_id: "pcx-1" };
    expect(warned("aws_route.one", null, { ...route, route_table_id: "rtb-1" })).toEqual([
      "aws_route.one: is a new route of an existing route table: destination_cidr_block 172.31.0.0/16, vpc_peering_connection_id pcx-1, route_table_id rtb-1",
    ]);
    expect(warned("aws_route.one", null, route)).toEqual([]);
  });

  it.each<[string, Attributes]>([
    ["a public address", { cidr_ipv4: "6.6.6.6/32" }],
    ["a public range", { cidr_ipv4: "52.0.0.0/8" }],
    ["a prefix list", { prefix_list_id: "pl-1" }],
    ["another account's group", { referenced_security_group_id: "111122223333/sg-9" }],
  ])("a rule that lets in %s", (_, peer) => {
    const rule = { security_group_id: "sg-1", ip_protocol: "tcp", from_port: 5432, to_port: 5432 };
    expect(warned("aws_vpc_security_group_ingress_rule.one", null, { ...rule, ...peer })).toHaveLength(1);
    const inside = { ...rule, cidr_ipv4: "10.0.0.0/24" };
    expect(warned("aws_vpc_security_group_ingress_rule.one", null, inside)).toEqual([]);
  });

  it("a rule of which the range is hidden", () => {
    const rule = { security_group_id: "sg-1", ip_protocol: "tcp", from_port: 22, to_port: 22 };
    const made = changeOf("aws_vpc_security_group_ingress_rule.one", null, {
      ...rule,
      cidr_ipv4: "0.0.0.0/0",
    });
    const hidden = { ...made, change: { ...made.change, after_sensitive: { cidr_ipv4: true } } };
    expect(warnings(reviewOf({ changes: [KEPT, hidden] }))).toEqual([
      "sg-1 becomes reachable on tcp 22 from an IP range that is hidden as a sensitive value. The range can contain every address",
    ]);
  });

  it("trust in whoever another provider vouches for", () => {
    const Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
    const Condition = { StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" } };
    const assume_role_policy = policy({
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated },
      Condition,
    });
    expect(warned("aws_iam_role.one", null, { name: "r", assume_role_policy })).toHaveLength(1);
  });
});

describe("anybody is let in, whatever condition only looks as if it narrowed that", () => {
  const bucket = (Condition: object) =>
    warned(
      "aws_s3_bucket_policy.one",
      { bucket: "b", policy: policy() },
      {
        bucket: "b",
        policy: policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*", Condition }),
      },
    );

  it.each([
    { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } },
    { StringLike: { "aws:PrincipalArn": "*" } },
    { StringEqualsIfExists: { "aws:SourceVpce": "vpce-1" } },
    { Null: { "aws:PrincipalOrgID": "true" } },
    { StringEquals: { "s3:prefix": "aws:SourceAccount" } },
  ])("%j", (condition) => {
    expect(bucket(condition)).toHaveLength(1);
  });

  it("and one that does is no warning", () => {
    expect(bucket({ StringEquals: { "aws:SourceAccount": "123456789012" } })).toEqual([]);
  });
});

it("a task that no service keeps running, such as the migration, is named when it runs something else", () => {
  const address = "aws_ecs_task_definition.migration_task_definition";
  const task = (more: object) => ({
    container_definitions: JSON.stringify([{ name: "migration", image: "app:1", ...more }]),
  });
  expect(warned(address, task({}), task({ privileged: true, command: ["sh"] }))).toEqual([
    `${address} changes its task: privileged: nothing → true; command: nothing → ["sh"]`,
  ]);
  expect(warned(address, task({}), task({ image: "app:2" }))).toEqual([]);
});

it("a lifecycle that is replaced by one that deletes sooner blocks", () => {
  const lifecycle = (days: number) => ({ bucket: "b", rule: blocks({ expiration: [{ days }] }) });
  const becomes = (days: number) => {
    const it = changeOf("aws_s3_bucket_lifecycle_configuration.one", lifecycle(365), lifecycle(days));
    const replaced = { ...it, change: { ...it.change, actions: ["delete", "create"] } };
    return reviewOf({ changes: [KEPT, replaced] }).verdict;
  };
  expect(becomes(1)).toBe("blocked");
  expect(becomes(365)).toBe("changes");
});

it("many warnings of one section do not hide those of the others", () => {
  const unknown = Array.from({ length: 400 }, (_, index) =>
    changeOf(`aws_unknown${index}.${"x".repeat(100)}`, { a: "1" }, { a: "2" }),
  );
  const protection = changeOf(
    "aws_rds_cluster.one",
    { deletion_protection: true },
    { deletion_protection: false },
  );
  const text = comment(reviewOf({ changes: [KEPT, ...unknown, protection] }), DIGEST);
  expect(text).toContain("- ⚠️ Unknown types: 395 more warnings\n");
  expect(text).toContain("- ⚠️ Safeguards: `aws_rds_cluster.one`: deletion_protection becomes `false`\n");
});

it("a long value takes no room from the warnings after it", () => {
  const subscription = (filter_policy: string) => ({ topic_arn: "t", filter_policy });
  const review = reviewOf({
    changes: [
      KEPT,
      changeOf("aws_sns_topic_subscription.one", subscription("a"), subscription("x".repeat(70_000))),
      changeOf("aws_rds_cluster.one", { deletion_protection: true }, { deletion_protection: false }),
    ],
  });
  expect(comment(review, DIGEST)).toContain(
    "- ⚠️ Safeguards: `aws_rds_cluster.one`: deletion_protection becomes `false`",
  );
});
