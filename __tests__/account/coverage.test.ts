import { boundary } from "../../src/account/permissions-boundary";
import { statementOf } from "../../src/iam/statement";
import { grantsOf, PREVIEWS_ONLY, SCOPE, synthesizedAccount } from "../support/account";
import { ACCOUNT_ID, VARIANTS } from "../support/environments";
import { allStatements, reaches } from "../support/policies";
import { type Attributes, type Synthesized, synthesized } from "../support/synthesized";

const account = synthesizedAccount({ environments: { x1: { hostedZoneIds: [], secretArns: [] } } });
const others = synthesizedAccount({ environments: { x2: { hostedZoneIds: [], secretArns: [] } } });
const previews = synthesizedAccount(PREVIEWS_ONLY);
const list = (value: string | string[]) => [value].flat();
const rds = (kind: string) => (name: string) => `arn:aws:rds:us-east-1:${ACCOUNT_ID}:${kind}:${name}`;
const arn =
  (service: string, prefix = "") =>
  (name: string) =>
    `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${prefix}${name}`;

/** What makes a resource whose name is in its ARN, the attribute that names it, and the ARN. */
const NAMED: Readonly<
  Record<string, readonly [action: string, attribute: string, arn: (name: string) => string]>
> = {
  aws_cloudwatch_dashboard: [
    "cloudwatch:PutDashboard",
    "dashboard_name",
    (name) => `arn:aws:cloudwatch::${ACCOUNT_ID}:dashboard/${name}`,
  ],
  aws_cloudwatch_event_rule: ["events:PutRule", "name", arn("events", "rule/")],
  aws_cloudwatch_log_group: ["logs:CreateLogGroup", "name", arn("logs", "log-group:")],
  aws_cloudwatch_metric_alarm: ["cloudwatch:PutMetricAlarm", "alarm_name", arn("cloudwatch", "alarm:")],
  aws_db_event_subscription: ["rds:CreateEventSubscription", "name", rds("es")],
  aws_db_subnet_group: ["rds:CreateDBSubnetGroup", "name", rds("subgrp")],
  aws_ecs_cluster: ["ecs:CreateCluster", "name", arn("ecs", "cluster/")],
  aws_ecs_service: ["ecs:CreateService", "name", arn("ecs", "service/ecs-cluster-x1/")],
  aws_ecs_task_definition: [
    "ecs:RegisterTaskDefinition",
    "family",
    (name) => `${arn("ecs", "task-definition/")(name)}:1`,
  ],
  aws_iam_role: ["iam:CreateRole", "name", (name) => `arn:aws:iam::${ACCOUNT_ID}:role/${name}`],
  aws_kms_alias: ["kms:CreateAlias", "name", arn("kms")],
  aws_lb: [
    "elasticloadbalancing:CreateLoadBalancer",
    "name",
    (name) => `${arn("elasticloadbalancing", "loadbalancer/app/")(name)}/1`,
  ],
  aws_lb_target_group: [
    "elasticloadbalancing:CreateTargetGroup",
    "name",
    (name) => `${arn("elasticloadbalancing", "targetgroup/")(name)}/1`,
  ],
  aws_rds_cluster: ["rds:CreateDBCluster", "cluster_identifier", rds("cluster")],
  aws_rds_cluster_instance: ["rds:CreateDBInstance", "identifier", rds("db")],
  aws_rds_cluster_parameter_group: ["rds:CreateDBClusterParameterGroup", "name", rds("cluster-pg")],
  aws_s3_bucket: ["s3:CreateBucket", "bucket", (name) => `arn:aws:s3:::${name}`],
  aws_sns_topic: ["sns:CreateTopic", "name", arn("sns")],
  aws_ssm_parameter: ["ssm:PutParameter", "name", arn("ssm", "parameter")],
  aws_wafv2_web_acl: ["wafv2:CreateWebACL", "name", (name) => `${arn("wafv2", "regional/webacl/")(name)}/1`],
};

const allows = (grants: readonly Attributes[], action: string, resource: string) =>
  grants.some((grant) => reaches(statementOf(grant), action, resource));

const BOUNDARY = boundary(SCOPE) as unknown as readonly Attributes[];

const statementsOfRoles = (environment: Synthesized) =>
  allStatements(environment).filter(({ address }) => address.startsWith("aws_iam_role_policy."));

it("the permissions boundary allows nothing that no role has", () => {
  const used = new Set(
    VARIANTS.flatMap(([, overrides]) =>
      statementsOfRoles(synthesized(overrides)).flatMap(({ statement }) => list(statement.Action)),
    ),
  );
  const allowed = new Set(BOUNDARY.flatMap(({ Action }) => Action));
  expect([...allowed].filter((action) => !used.has(action))).toEqual([]);
});

describe.each(VARIANTS)("of %s", (_label, overrides) => {
  const environment = synthesized(overrides);
  const made = Object.entries(NAMED).flatMap(([type, [action, attribute, toArn]]) =>
    environment.resources(type).map(([, attributes]) => {
      const name = attributes[attribute].replace(/\$\{data\.aws_caller_identity[^}]*\}/, ACCOUNT_ID);
      return [action, toArn(name)] as const;
    }),
  );

  it("the deploy role may make everything by its name", () => {
    const grants = grantsOf(account, "github_deploy_role_x1");
    expect(made.length).toBeGreaterThan(30);
    expect(made.filter(([action, resource]) => !allows(grants, action, resource))).toEqual([]);
  });

  it("the deploy role of another environment, and of previews, may make none of it", () => {
    for (const grants of [
      grantsOf(others, "github_deploy_role_x2"),
      grantsOf(previews, "github_preview_role_pr"),
    ]) {
      expect(grants.length).toBeGreaterThan(30);
      expect(made.filter(([action, resource]) => allows(grants, action, resource))).toEqual([]);
    }
  });

  it("every role may do within the permissions boundary what its own policy says", () => {
    const outside = statementsOfRoles(environment).flatMap(({ address, statement }) =>
      list(statement.Action).flatMap((action) =>
        list(statement.Resource)
          // Another resource's ARN is not known here: then the action alone counts.
          .map((resource) => resource.replace(/\$\{data\.aws_caller_identity[^}]*\}/, ACCOUNT_ID))
          .filter((resource) => !allows(BOUNDARY, action, resource))
          .map((resource) => `${address}: ${action} on ${resource}`),
      ),
    );
    expect(outside).toEqual([]);
  });
});

it("knows every type that has a name of ours", () => {
  const types = new Set(
    VARIANTS.flatMap(([, overrides]) => Object.keys(synthesized(overrides).document.resource)),
  );
  const unnamed = [...types].filter((type) => !(type in NAMED)).sort();
  expect(unnamed).toEqual([
    "aws_acm_certificate",
    "aws_acm_certificate_validation",
    "aws_appautoscaling_policy",
    "aws_appautoscaling_target",
    "aws_cloudwatch_event_target",
    "aws_default_security_group",
    "aws_eip",
    "aws_flow_log",
    "aws_iam_role_policy",
    "aws_internet_gateway",
    "aws_kms_key",
    "aws_lb_listener",
    "aws_lb_listener_rule",
    "aws_nat_gateway",
    "aws_route",
    "aws_route53_record",
    "aws_route_table",
    "aws_route_table_association",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_security_group",
    "aws_sns_topic_policy",
    "aws_sns_topic_subscription",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_endpoint",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_wafv2_web_acl_association",
    "aws_wafv2_web_acl_logging_configuration",
  ]);
});
