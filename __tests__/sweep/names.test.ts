import fc from "fast-check";
import type { InventoryType } from "../../src/inventory/inventory";
import { environmentNames } from "../../src/sweep/names";
import { suffixes } from "../support/arbitraries";
import { namesOf } from "../support/aws-names";
import { ACCOUNT_ID, VARIANTS } from "../support/environments";
import { synthesized } from "../support/synthesized";

const SUFFIX = "x1";
const names: Readonly<Partial<Record<InventoryType, readonly string[]>>> = environmentNames(
  SUFFIX,
  ACCOUNT_ID,
);

/** The type of each resource type that has a name of its own in AWS, as `aws-names.ts` lists them. */
const TYPES: Readonly<Record<string, InventoryType>> = {
  aws_cloudwatch_dashboard: "CloudWatch dashboard",
  aws_cloudwatch_event_rule: "EventBridge rule",
  aws_cloudwatch_log_group: "CloudWatch log group",
  aws_cloudwatch_metric_alarm: "CloudWatch alarm",
  aws_db_event_subscription: "RDS event subscription",
  aws_db_subnet_group: "RDS subnet group",
  aws_ecs_cluster: "ECS cluster",
  aws_ecs_service: "ECS service",
  aws_ecs_task_definition: "ECS task definition",
  aws_iam_role: "IAM role",
  aws_kms_alias: "KMS alias",
  aws_lb: "Elastic Load Balancing load balancer",
  aws_lb_target_group: "Elastic Load Balancing target group",
  aws_rds_cluster: "RDS cluster",
  aws_rds_cluster_instance: "RDS instance",
  aws_rds_cluster_parameter_group: "RDS cluster parameter group",
  aws_s3_bucket: "S3 bucket",
  aws_sns_topic: "SNS topic",
  aws_ssm_parameter: "Systems Manager parameter",
  aws_wafv2_web_acl: "WAF web ACL",
};

/** Named otherwise: found by what they belong to, or by their tags. */
const FOUND_OTHERWISE = new Set([
  "aws_appautoscaling_policy", // by what it scales
  "aws_iam_role_policy", // inside its role
  "aws_security_group", // by its tags, like all of EC2
]);

const made = VARIANTS.flatMap(([, overrides]) =>
  namesOf(synthesized(overrides, SUFFIX), false)
    .filter(({ of }) => !of.endsWith(".tags.Name") && !of.endsWith(".final_snapshot_identifier"))
    .map(({ of, value }) => ({ type: of.split(".")[0] ?? "", value })),
).filter(({ type }) => !FOUND_OTHERWISE.has(type));

/** What the sweep goes by: a parameter belongs to its path. */
const known = (type: string, value: string) =>
  type === "aws_ssm_parameter" ? value.split("/").slice(0, 3).join("/") : value;

it("every name that some environment has is known to the sweep", () => {
  expect(made.length).toBeGreaterThan(300);
  expect(
    made.filter(({ type, value }) => !names[TYPES[type] ?? "IAM policy"]?.includes(known(type, value))),
  ).toEqual([]);
});

it("the sweep knows no other names, but of zones that other environments use", () => {
  for (const [terraformType, type] of Object.entries(TYPES)) {
    const some = new Set(
      made.filter((it) => it.type === terraformType).map(({ value }) => known(terraformType, value)),
    );
    const more = (names[type] ?? []).filter((name) => !some.has(name) && !name.includes("us-east-1"));
    expect([type, more.filter((name) => !name.startsWith("service/"))]).toEqual([type, []]);
  }
});

it("everything with tags that has no name is EC2's, a key or a certificate: those are found by their tags", () => {
  const tagged = VARIANTS.flatMap(([, overrides]) => {
    const environment = synthesized(overrides, SUFFIX);
    return environment.addresses().filter((address) => "tags" in environment.resource(address));
  }).map((address) => address.split(".")[0]);
  expect([...new Set(tagged)].sort()).toEqual([
    "aws_acm_certificate",
    "aws_default_security_group",
    "aws_eip",
    "aws_flow_log",
    "aws_internet_gateway",
    "aws_kms_key",
    "aws_nat_gateway",
    "aws_route_table",
    "aws_security_group",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_endpoint",
  ]);
});

it("no name is of two suffixes, however they imitate each other", () => {
  const imitating = fc.constantFrom(
    "x-",
    "blue-",
    "green-",
    "us-east-1a-",
    "blue-cpu-",
    "database-",
    "flow-",
  );
  fc.assert(
    fc.property(suffixes, fc.oneof(suffixes, imitating), (one, another) => {
      const other = another.endsWith("-") ? `${another}${one}` : another;
      fc.pre(one !== other && other.length <= 13);
      const of = (suffix: string) =>
        Object.entries(environmentNames(suffix, ACCOUNT_ID)).flatMap(([type, all]) =>
          all.map((name) => `${type} ${name}`),
        );
      const taken = new Set(of(one));
      expect(of(other).filter((name) => taken.has(name))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
