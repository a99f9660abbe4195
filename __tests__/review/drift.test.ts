import { comment } from "../../src/review/comment";
import { terminalReview } from "../../src/review/for-terminal";
import { reviewJson } from "../../src/review/json";
import { LISTENER } from "../../src/review/routes";
import type { Attributes } from "../../src/review/terraform-plan";
import { plain } from "../../src/review/text";
import { changeOf, type MadeUp, reviewOf, saidIn, sectionOf, warnings } from "./made-up-plan";
import { BLUE, forward, GREEN, keptListener, listener } from "./made-up-traffic";
import { reviewed } from "./recorded/recordings";

const TITLE = "Changed outside of Terraform";
const BESIDE = ": no configuration knows it, and no deploy removes it";
const entry = (more: object) => ({ protocol: "tcp", from_port: 5432, to_port: 5432, ...more });
const group = (ingress: object[]) => ({
  id: "sg-1",
  name: "database-security-group-dev",
  ingress,
  egress: [],
});
const still = (address: string, now: object) => changeOf(address, now as never, now as never);
const RULES = [
  { cidr_ipv4: "10.0.0.0/24" },
  { referenced_security_group_id: "sg-2" },
  { referenced_security_group_id: "sg-1" },
  { prefix_list_id: "pl-1" },
].map((peer, index) =>
  still(`aws_vpc_security_group_ingress_rule.r${index}`, {
    security_group_id: "sg-1",
    ip_protocol: "tcp",
    from_port: 5432,
    to_port: 5432,
    ...peer,
  }),
);
const OWN = entry({
  cidr_blocks: ["10.0.0.0/24"],
  security_groups: ["sg-2"],
  prefix_list_ids: ["pl-1"],
  self: true,
});

describe("rules beside ours", () => {
  it("are none when each is ours, as AWS sums them up", () => {
    const changes = [...RULES, still("aws_security_group.db", group([OWN]))];
    expect(warnings(reviewOf({ changes }))).toEqual([]);
  });

  const on = (from: number, to = from) => `IpProtocol=tcp,FromPort=${from},ToPort=${to}`;
  it.each([
    [
      entry({ cidr_blocks: ["10.0.0.0/24", "198.51.100.7/32"] }),
      "198.51.100.7/32",
      "tcp 5432",
      `${on(5432)},IpRanges=[{CidrIp=198.51.100.7/32}]`,
    ],
    [
      entry({ security_groups: ["sg-3"] }),
      "sg-3",
      "tcp 5432",
      `${on(5432)},UserIdGroupPairs=[{GroupId=sg-3}]`,
    ],
    [
      entry({ security_groups: ["111122223333/sg-3"] }),
      "111122223333/sg-3",
      "tcp 5432",
      `${on(5432)},UserIdGroupPairs=[{GroupId=sg-3,UserId=111122223333}]`,
    ],
    [
      entry({ from_port: 0, to_port: 65535, cidr_blocks: ["10.0.0.0/24"] }),
      "10.0.0.0/24",
      "tcp 0 to 65535",
      `${on(0, 65535)},IpRanges=[{CidrIp=10.0.0.0/24}]`,
    ],
    [
      { protocol: "-1", from_port: 0, to_port: 0, self: true },
      "itself",
      "everything",
      "IpProtocol=-1,UserIdGroupPairs=[{GroupId=sg-1}]",
    ],
    [entry({ ipv6_cidr_blocks: ["::/0"] }), "::/0", "tcp 5432", `${on(5432)},Ipv6Ranges=[{CidrIpv6=::/0}]`],
    [
      entry({ prefix_list_ids: ["pl-2"] }),
      "pl-2",
      "tcp 5432",
      `${on(5432)},PrefixListIds=[{PrefixListId=pl-2}]`,
    ],
  ])("are named, with the command that takes one away: %j", (foreign, peer, ports, permission) => {
    const changes = [...RULES, still("aws_security_group.db", group([OWN, foreign]))];
    expect(warnings(reviewOf({ changes }))).toEqual([
      `database-security-group-dev has an ingress rule for ${peer} on ${ports}${BESIDE}; remove it: aws ec2 revoke-security-group-ingress --group-id sg-1 --ip-permissions '${permission}'`,
    ]);
  });
});

it("is no command where a value is not what AWS writes there", () => {
  const foreign = entry({ cidr_blocks: ["10.0.0.0/24'; reboot #"] });
  const changes = [...RULES, still("aws_security_group.db", group([OWN, foreign]))];
  expect(warnings(reviewOf({ changes })).join()).not.toContain("aws ec2");
});

describe("policies beside ours", () => {
  it("are named, inline and attached", () => {
    const role = {
      name: "app-role-dev",
      inline_policy: [{ name: "ours" }, { name: "theirs" }],
      managed_policy_arns: ["arn:ours", "arn:theirs"],
    };
    const changes = [
      still("aws_iam_role.app", role),
      still("aws_iam_role_policy.app", { role: "app-role-dev", name: "ours" }),
      still("aws_iam_role_policy_attachment.app", { role: "app-role-dev", policy_arn: "arn:ours" }),
    ];
    expect(warnings(reviewOf({ changes }))).toEqual([
      `app-role-dev has the policy theirs${BESIDE}`,
      `app-role-dev has the policy arn:theirs${BESIDE}`,
    ]);
  });
});

describe("a policy on a bucket that has none of ours", () => {
  it("is named, and ours is not", () => {
    const bucket = still("aws_s3_bucket.logs", { bucket: "logs-dev", policy: '{"Statement":[]}' });
    expect(warnings(reviewOf({ changes: [bucket] }))).toEqual([`logs-dev has a bucket policy${BESIDE}`]);
    const own = still("aws_s3_bucket_policy.logs", { bucket: "logs-dev", policy: "{}" });
    expect(warnings(reviewOf({ changes: [bucket, own] }))).toEqual([]);
  });
});

describe("what was changed by hand", () => {
  const address = "aws_ecs_service.blue";
  const configuration = {
    aws_ecs_service: {
      blue: { desired_count: 2, name: "x", force: false, lifecycle: { ignore_changes: ["desired_count"] } },
    },
  };
  const drift = (before: object, after: object | null) =>
    sectionOf(
      { changes: [], drift: [changeOf(address, before as never, after as never)], configuration },
      TITLE,
    );

  it("is shown where the configuration sets it", () => {
    expect(drift({ name: "x" }, { name: "y" })).toEqual([
      "- `aws_ecs_service.blue`: `name` is `y`, and Terraform had set `x`",
    ]);
  });

  it("is not shown where it does not, where it ignores it, or where the provider only fills in", () => {
    expect(drift({ arn: "a" }, { arn: "b" })).toEqual([]);
    expect(drift({ desired_count: 2 }, { desired_count: 7 })).toEqual([]);
    expect(drift({ force: null }, { force: false })).toEqual([]);
  });

  it("is shown when it is gone", () => {
    const gone = [changeOf("aws_security_group.one", { name: "x" }, null)];
    expect(sectionOf({ changes: [], drift: gone }, TITLE)).toEqual([
      "- `aws_security_group.one` was deleted outside of Terraform",
    ]);
  });
});

describe("the network's default group, which is to have no rule", () => {
  it("is told of with the next deploy removing it", () => {
    const entry = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
    const now = { id: "sg-0", name: "default", ingress: [entry], egress: [] };
    const change = changeOf(
      "aws_default_security_group.network",
      now as never,
      { ...now, ingress: [] } as never,
    );
    expect(warnings(reviewOf({ changes: [change] }))).toEqual([
      "aws_default_security_group.network has an ingress rule for 0.0.0.0/0 on everything: this group must have no rules, and the next deploy removes the rule",
    ]);
  });
});

describe("routes beside ours", () => {
  const TABLE = "aws_route_table.private";
  const route = (more: object) => ({
    cidr_block: "",
    gateway_id: "",
    ipv6_cidr_block: "",
    nat_gateway_id: "",
    vpc_peering_connection_id: "",
    ...more,
  });
  const own = still("aws_route.private", {
    route_table_id: "rtb-1",
    destination_cidr_block: "0.0.0.0/0",
    destination_ipv6_cidr_block: "",
  });
  const found = (...routes: object[]) =>
    warnings(reviewOf({ changes: [own, still(TABLE, { id: "rtb-1", route: routes })] }));
  const NAT = route({ cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" });

  it("are none when each is ours, or a gateway endpoint's", () => {
    expect(found(NAT)).toEqual([]);
    expect(found(NAT, route({ destination_prefix_list_id: "pl-1", gateway_id: "vpce-1" }))).toEqual([]);
  });

  it.each([
    [{ cidr_block: "10.9.0.0/16", vpc_peering_connection_id: "pcx-1" }, "10.9.0.0/16 by pcx-1"],
    [{ ipv6_cidr_block: "::/0", gateway_id: "igw-1" }, "::/0 by igw-1"],
  ])("are named: %j", (foreign, to) => {
    expect(found(NAT, route(foreign))).toEqual([`${TABLE} has a route to ${to}${BESIDE}`]);
  });

  it("are not another table's", () => {
    const other = still("aws_route_table.other", { id: "rtb-2", route: [NAT] });
    expect(warnings(reviewOf({ changes: [own, other] }))).toEqual([
      `aws_route_table.other has a route to 0.0.0.0/0 by nat-1${BESIDE}`,
    ]);
  });
});

/** The warnings about one resource that somebody changed by hand. */
const byHand = (address: string, before: object, after: object | null, configured: object = before) => {
  const [type = "", name = ""] = address.split(".");
  const drift = [changeOf(address, before as never, after as never)];
  return reviewOf({ changes: [], drift, configuration: { [type]: { [name]: configured } } });
};

describe("what was deleted by hand", () => {
  it.each([
    [
      "aws_rds_cluster.database",
      "aws_rds_cluster.database, which holds data, was deleted outside of Terraform",
      1,
    ],
    ["aws_kms_key.key", "aws_kms_key.key, which holds data, was deleted outside of Terraform", 1],
    [
      "aws_flow_log.flow",
      "aws_flow_log.flow was deleted outside of Terraform: it no longer guards, records or reports anything",
      0,
    ],
    [
      "aws_thinking_machine.one",
      "aws_thinking_machine.one, which holds data, was deleted outside of Terraform",
      1,
    ],
  ])("%s is dangerous", (address, sentence, lost) => {
    const review = byHand(address, { id: "x" }, null);
    expect(warnings(review)).toContain(sentence);
    expect(review.byHand).toEqual({ dangers: 1, lost });
  });

  it("may be a loss where the retention time is hidden", () => {
    const address = "aws_cloudwatch_log_group.one";
    const { change, ...rest } = changeOf(address, { retention_in_days: 365 }, { retention_in_days: 1 });
    const hidden = (before: boolean, after: boolean) => {
      const marks = {
        before_sensitive: { retention_in_days: before },
        after_sensitive: { retention_in_days: after },
      };
      const review = reviewOf({ changes: [], drift: [{ ...rest, change: { ...change, ...marks } }] });
      expect(review.byHand).toEqual({ dangers: 1, lost: 0 });
      return warnings(review);
    };
    expect(hidden(true, true)).toEqual([
      `by hand: ${address}: retention_in_days was (sensitive value), and its new value is hidden as a sensitive value`,
    ]);
    expect(hidden(true, false)).toEqual([
      `by hand: ${address}: retention_in_days: (sensitive value) → 1, so AWS may delete data sooner`,
    ]);
  });

  it("is not called no loss", () => {
    const again = changeOf("aws_rds_cluster.one", null, { port: 5432 });
    const drift = [changeOf("aws_rds_cluster.one", { port: 5432 }, null)];
    const text = comment(reviewOf({ changes: [again], drift }), "sha256:0");
    expect(text).not.toContain("No resource that holds data is destroyed");
    expect(text).toContain(
      "### ⚠️ `dev`: 1 to add, 0 to change, 0 to replace, 0 to destroy, 1 dangerous change outside of Terraform\n\n1 resource has lost data outside of Terraform. **1 warning:**",
    );
  });
});

describe("what decides where requests go", () => {
  const AWS = forward({ [BLUE]: 80, [GREEN]: 20 });
  const PARAMETER = "aws_ssm_parameter.traffic_split_parameter";
  const configuration = {
    aws_lb_listener: { traffic_listener: { default_action: [], ssl_policy: "x", certificate_arn: "x" } },
    aws_ssm_parameter: {
      traffic_split_parameter: { insecure_value: "20", lifecycle: { ignore_changes: ["insecure_value"] } },
    },
  };
  const found = (
    after: Attributes,
    address = LISTENER,
    before = listener(20, { ssl_policy: "A", protocol: "HTTPS" }),
  ) => {
    const now = { ...before, ...after };
    const drift = [changeOf(address, before, now)];
    return reviewOf({ changes: [still(address, now)], drift, configuration });
  };
  const byRelease = (weights: Readonly<Record<string, number>>): Attributes => ({
    ...forward(weights),
    order: 0,
  });

  it("is no danger where a release moves the weights", () => {
    for (const weights of [
      { [BLUE]: 40, [GREEN]: 60 },
      { [GREEN]: 100, [BLUE]: 0 },
    ]) {
      const review = found({ default_action: [byRelease(weights)] });
      expect([review.byHand.dangers, review.sections]).toEqual([0, []]);
    }
    expect(
      found({ insecure_value: "60", version: 2 }, PARAMETER, { insecure_value: "20", version: 1 }).sections,
    ).toEqual([]);
  });

  it.each<[string, Attributes, string]>([
    [
      "another target group",
      { default_action: [forward({ [BLUE]: 80, other: 20 })] },
      "target_group[1].arn is",
    ],
    [
      "nobody at all",
      { default_action: [forward({ [BLUE]: 0, [GREEN]: 0 })] },
      "weight is 0, and Terraform had set 80",
    ],
    [
      "clients that stay",
      { default_action: [forward({ [BLUE]: 80, [GREEN]: 20 }, true)] },
      "enabled is true",
    ],
    [
      "another certificate",
      { certificate_arn: "arn:two" },
      "certificate_arn is arn:two, and Terraform had set nothing",
    ],
    ["another TLS policy", { ssl_policy: "B" }, "ssl_policy: A → B"],
  ])("is dangerous where the listener gets %s", (_, after, said) => {
    const review = found({ default_action: [AWS], ...after });
    expect(review.byHand.dangers).toBeGreaterThan(0);
    expect(warnings(review).join()).toContain(said);
  });

  it("is no danger where the listener gets a stricter TLS policy", () => {
    const stricter = found({ ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }, LISTENER, {
      ...listener(20, { protocol: "HTTPS" }),
      ssl_policy: "ELBSecurityPolicy-2016-08",
    });
    expect(stricter.byHand.dangers).toBe(0);
  });

  it("is dangerous where the listener is deleted, and nobody is said to get requests", () => {
    const made = {
      changes: [
        changeOf(LISTENER, null, { port: 80 }, { default_action: true }),
        still(PARAMETER, { insecure_value: "20" }),
      ],
      drift: [changeOf(LISTENER, listener(20), null)],
      configuration,
    };
    expect(reviewOf(made).byHand.dangers).toBe(1);
    expect(warnings(reviewOf(made))).toEqual([
      "no listener answers: the listener was deleted outside of Terraform, and comes back with blue 80 %, green 20 %",
      `${LISTENER} was deleted outside of Terraform: requests to its port get no answer until the new listener exists`,
    ]);
  });
});

describe("what opens, lets in or protects less by hand", () => {
  it.each<[string, object, object, string]>([
    [
      "aws_rds_cluster_instance.a",
      { publicly_accessible: false },
      { publicly_accessible: true },
      "aws_rds_cluster_instance.a gets publicly_accessible = true",
    ],
    ...["dynamic_scaling_in_suspended", "dynamic_scaling_out_suspended", "scheduled_scaling_suspended"].map(
      (name): [string, object, object, string] => [
        "aws_appautoscaling_target.one",
        { suspended_state: [{ [name]: false }] },
        { suspended_state: [{ [name]: true }] },
        `aws_appautoscaling_target.one: suspended_state[0].${name} becomes true`,
      ],
    ),
    [
      "aws_kms_key.key",
      { is_enabled: true },
      { is_enabled: false },
      "aws_kms_key.key: is_enabled becomes false",
    ],
    [
      "aws_cloudwatch_metric_alarm.a",
      { threshold: 5, comparison_operator: "GreaterThanThreshold" },
      { threshold: 100, comparison_operator: "GreaterThanThreshold" },
      "aws_cloudwatch_metric_alarm.a: threshold: 5 → 100: the alarm goes to ALARM later, or never",
    ],
    [
      "aws_route.private",
      { nat_gateway_id: "nat-1", gateway_id: "" },
      { nat_gateway_id: "", gateway_id: "igw-1" },
      "aws_route.private: gets gateway_id: igw-1",
    ],
    [
      "aws_cloudwatch_log_group.flow",
      { retention_in_days: 365 },
      { retention_in_days: 1 },
      "aws_cloudwatch_log_group.flow: retention_in_days: 365 → 1, so AWS deletes data sooner",
    ],
    [
      "aws_iam_role.app",
      { name: "app", permissions_boundary: "arn:b" },
      { name: "app", permissions_boundary: "" },
      "app loses permissions_boundary arn:b",
    ],
    [
      "aws_iam_role_policy.app",
      { role: "app", policy: '{"Statement":[]}' },
      { role: "app", policy: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' },
      "app gains * on *",
    ],
  ])("%s is a warning, whether the configuration sets it or not", (address, before, after, sentence) => {
    for (const configured of [before, { other: 1 }]) {
      const review = byHand(address, before, after, configured);
      expect(warnings(review)).toEqual([`by hand: ${sentence}`]);
      expect(review.byHand).toEqual({ dangers: 1, lost: sentence.includes("sooner") ? 1 : 0 });
    }
    expect(byHand(address, after, before).byHand.dangers).toBe(0);
  });

  it("is told once, and beside it what else was changed", () => {
    const review = byHand(
      "aws_kms_key.key",
      { enable_key_rotation: true, description: "ours" },
      { enable_key_rotation: false, description: "mine" },
    );
    expect(
      review.sections.flatMap(({ findings }) => findings.map(({ sentence }) => plain(sentence))),
    ).toEqual([
      "by hand: aws_kms_key.key: enable_key_rotation becomes false",
      "aws_kms_key.key: description is mine, and Terraform had set ours",
    ]);
  });

  it("is nothing of what the provider only fills in", () => {
    const filled = { kms_key_id: "arn:key", vpc_security_group_ids: null };
    expect(byHand("aws_rds_cluster.one", { kms_key_id: null }, filled, {}).sections).toEqual([]);
    expect(
      byHand("aws_lb.one", { enable_deletion_protection: null }, { enable_deletion_protection: false }, {})
        .sections,
    ).toEqual([]);
  });
});

describe("one change by hand", () => {
  const said = (
    address: string,
    before: object,
    after: object,
    configured: object = {},
    changes: MadeUp["changes"] = [],
  ) => {
    const [type = "", name = ""] = address.split(".");
    return saidIn(
      {
        changes: [still(address, after), ...changes],
        drift: [changeOf(address, before as never, after as never)],
        configuration: { [type]: { [name]: configured } },
      },
      TITLE,
    );
  };

  it("is told once where AWS sums up what is ours with what is not", () => {
    const policies = (...names: string[]) => ({
      name: "app",
      inline_policy: names.map((name) => ({ name, policy: "{}" })),
    });
    expect(
      said("aws_iam_role.app", policies("ours"), policies("ours", "theirs"), { name: "app" }, [
        still("aws_iam_role_policy.app", { role: "app", name: "ours" }),
      ]),
    ).toEqual([`! app has the policy theirs${BESIDE}`]);
    const route = (cidr_block: string) => ({ cidr_block, gateway_id: "igw-1" });
    const table = (...ranges: string[]) => ({ id: "rtb-1", route: ranges.map(route) });
    expect(
      said("aws_route_table.x", table("0.0.0.0/0"), table("0.0.0.0/0", "10.9.0.0/16"), { vpc_id: "v" }, [
        still("aws_route.x", { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0" }),
      ]),
    ).toEqual([`! aws_route_table.x has a route to 10.9.0.0/16 by igw-1${BESIDE}`]);
  });

  it("is told once where the configuration sets such a sum itself", () => {
    const policies = (...names: string[]) => ({
      name: "app",
      inline_policy: names.map((name) => ({
        name,
        policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: `${name}:*`, Resource: "*" }] }),
      })),
    });
    expect(said("aws_iam_role.app", policies("s3"), policies("s3", "iam"), policies("s3"))).toEqual([
      "! by hand: app gains iam:* on *",
    ]);
  });

  it("is told once where an item of a list goes, and the next takes its place", () => {
    const actions = (...them: string[]) => ({ alarm_actions: them });
    const both = actions("arn:a", "arn:b");
    expect(said("aws_cloudwatch_metric_alarm.x", both, actions("arn:b"), both)).toEqual([
      "! by hand: aws_cloudwatch_metric_alarm.x: alarm_actions[0] arn:a is removed",
    ]);
    const groups = (...them: string[]) => ({ security_groups: them });
    expect(said("aws_lb.x", groups("sg-2"), groups("sg-1", "sg-2"), groups("sg-2"))).toEqual([
      "! by hand: aws_lb.x: gets security_groups[0]: sg-1",
    ]);
  });

  it("is told once where the review has words of its own for it", () => {
    const policy = (...Action: string[]) => ({
      role: "app",
      policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] }),
    });
    const own = policy("ec2:DescribeVpcs");
    expect(said("aws_iam_role_policy.x", own, policy("ec2:DescribeVpcs", "s3:*"), own)).toEqual([
      "! by hand: app gains s3:* on *",
    ]);
    const rule = (cidr_ipv4: string) => ({
      security_group_id: "sg-1",
      cidr_ipv4,
      ip_protocol: "tcp",
      from_port: 1,
      to_port: 1,
    });
    expect(
      said(
        "aws_vpc_security_group_ingress_rule.x",
        rule("10.0.0.0/8"),
        rule("0.0.0.0/0"),
        rule("10.0.0.0/8"),
      ),
    ).toEqual(["! by hand: sg-1 becomes reachable from 0.0.0.0/0 on tcp 1"]);
    // The same if the configuration names a security group, and a CIDR block has replaced it.
    const { cidr_ipv4, ...ofGroup } = { ...rule(""), referenced_security_group_id: "sg-2" };
    const ofWorld = { ...rule("0.0.0.0/0"), referenced_security_group_id: null };
    expect(said("aws_vpc_security_group_ingress_rule.x", ofGroup, ofWorld, ofGroup)).toEqual([
      "! by hand: sg-1 becomes reachable from 0.0.0.0/0 on tcp 1",
    ]);
    // A change that gives nobody access is reported with its old and its new value.
    expect(said("aws_iam_role_policy.x", policy("ec2:DescribeVpcs", "s3:*"), own, own)).toEqual([
      expect.stringContaining("aws_iam_role_policy.x: policy.Statement[0].Action"),
    ]);
  });
});

describe("what users notice of what somebody set by hand", () => {
  const SERVICE = "aws_ecs_service.blue_service";
  const SCALING = "aws_appautoscaling_target.blue_scaling";
  const TARGET = {
    resource_id: "service/ecs-cluster-dev/ecs-service-blue-dev",
    min_capacity: 2,
    max_capacity: 4,
  };
  const NAMES = {
    name: "ecs-service-blue-dev",
    cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/ecs-cluster-dev",
  };
  const configuration = {
    aws_appautoscaling_target: { blue_scaling: TARGET },
    aws_ecs_service: {
      blue_service: { ...NAMES, desired_count: 2, lifecycle: { ignore_changes: ["desired_count"] } },
    },
  };
  const found = (address: string, before: object, after: object, green = 20) => {
    const changes = [keptListener(green), changeOf(SCALING, { ...TARGET, min_capacity: 1 }, TARGET as never)];
    const review = reviewOf({
      changes,
      drift: [changeOf(address, before as never, after as never)],
      configuration,
    });
    return {
      ...review.byHand,
      said: saidIn(
        { changes, drift: [changeOf(address, before as never, after as never)], configuration },
        TITLE,
      ),
    };
  };
  const tasks = (count: number) => ({ ...NAMES, desired_count: count });

  it.each<[string, object, object, string]>([
    [
      SCALING,
      TARGET,
      { ...TARGET, min_capacity: 0 },
      "(80 % of the requests), min_capacity 2 → 0: fewer tasks answer at times with few requests; with a single task, no task answers when that task or its zone fails; keep at least 2 tasks of a color that gets requests",
    ],
    [
      SCALING,
      TARGET,
      { ...TARGET, max_capacity: 2 },
      "(80 % of the requests), max_capacity 4 → 2: fewer tasks answer at a peak, so requests become slow or fail; compare the value with the largest number of tasks in the last weeks",
    ],
    [
      SERVICE,
      tasks(2),
      tasks(0),
      "(80 % of the requests), desired_count 2 → 0: fewer tasks than autoscaling's minimum of 2, and autoscaling adds tasks only when one of its alarms asks for more tasks; to set desired_count to 2, run aws ecs update-service --cluster ecs-cluster-dev --service ecs-service-blue-dev --desired-count 2",
    ],
    [
      "aws_rds_cluster.one",
      { serverlessv2_scaling_configuration: [{ max_capacity: 8 }] },
      { serverlessv2_scaling_configuration: [{ max_capacity: 1 }] },
      "serverlessv2_scaling_configuration[0].max_capacity 8 → 1: if the database needs more capacity than the new maximum, queries and requests become slow; compare the value with the maximum of ServerlessDatabaseCapacity in the last weeks",
    ],
  ])("is a danger, told once: %s", (address, before, after, sentence) => {
    const { dangers, said } = found(address, before, after);
    expect(said).toEqual([`! by hand: ${address}${sentence.startsWith("(") ? " " : ", "}${sentence}`]);
    expect(dangers).toBe(1);
    expect(found(address, after, before).dangers).toBe(0);
  });

  it("is none where autoscaling may have done it, or nobody asks the color", () => {
    expect(found(SERVICE, tasks(4), tasks(2))).toEqual({ dangers: 0, lost: 0, said: [] });
    expect(found(SERVICE, tasks(1), tasks(0), 100)).toEqual({ dangers: 0, lost: 0, said: [] });
    expect(found(SCALING, TARGET, { ...TARGET, min_capacity: 0 }, 100)).toEqual({
      dangers: 0,
      lost: 0,
      said: [`${SCALING}: min_capacity is 0, and Terraform had set 2`],
    });
  });
});

describe("a dangerous change by hand", () => {
  const made: MadeUp = {
    changes: [still("aws_vpc.one", { cidr_block: "10.0.0.0/16" })],
    drift: [changeOf("aws_kms_key.key", { is_enabled: true }, { is_enabled: false })],
  };

  it("is in the headline, which is not green, also where the plan changes nothing", () => {
    const review = reviewOf(made);
    expect(review.verdict).toBe("no changes");
    expect(comment(review, "sha256:0").split("\n").slice(1, 4)).toEqual([
      "### ⚠️ `dev`: no changes, 1 dangerous change outside of Terraform",
      "",
      "**1 warning:**",
    ]);
    expect(terminalReview(review, { columns: 100, color: false }).split("\n")[0]).toBe(
      "dev: no changes, 1 dangerous change outside of Terraform",
    );
    expect(reviewJson(review).byHand).toEqual({
      dangers: 1,
      lost: 0,
      findings: ["by hand: aws_kms_key.key: is_enabled becomes false"],
      notLookedFor: [],
    });
  });

  it.each(["first-deployment", "image-change", "weights-change", "database-replacement", "secret"])(
    "is none in the recorded plan %s, whose drift is what the provider filled in",
    (name) => {
      expect(reviewed(name).byHand).toEqual({ dangers: 0, lost: 0 });
    },
  );

  it("is each in the recorded plan of a rule and a policy that somebody added, and of a log that is kept for less", () => {
    expect(reviewed("drift").byHand).toEqual({ dangers: 3, lost: 1 });
  });
});
