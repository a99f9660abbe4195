import type { Request } from "../../src/iam/evaluate";
import { ACCOUNT_ID, PRIVATE } from "./environments";
import { alarmsOf, BY_ID, clusterArn, MASTER_SECRET, namedResourcesOf, untaggedAlarms } from "./resources-of";
import { synthesized } from "./synthesized";

/** A resource that does not belong to the tested environment. */
export interface Foreign {
  readonly arn: string;
  /** All tags of the resource. @default - unknown, so that only its name shows to whom it belongs */
  readonly tags?: Readonly<Record<string, string>>;
  /** Values of other condition keys. */
  readonly context?: Readonly<Record<string, string>>;
}

const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${name}`;

/** The resources of another environment of this application. */
export function foreignEnvironment(suffix: string): Foreign[] {
  const tags = { Application: "transaction-processing", EnvironmentSuffix: suffix, Profile: "production" };
  const environment = synthesized(PRIVATE, suffix);
  return [
    ...namedResourcesOf(environment, suffix).map((arn) => ({ arn })),
    ...[...BY_ID, ...alarmsOf(environment)].map((arn) => ({ arn, tags })),
    ...untaggedAlarms(suffix).map((arn) => ({ arn, tags: {} })),
    {
      arn: MASTER_SECRET,
      tags: { "aws:rds:primaryDBClusterArn": clusterArn(`aurora-cluster-${suffix}`) },
    },
    ...["", "release.lock", "transaction-processing.tfstate"].map((key) => ({
      arn: "arn:aws:s3:::state-bucket",
      context: { "s3:prefix": `${suffix}/${key}` },
    })),
  ];
}

/** The resources of another application whose environment has the same suffix. Some of their names look like this application's names. */
export function otherApplication(suffix: string): Foreign[] {
  const tags = { Application: "orders", EnvironmentSuffix: suffix };
  const names: Readonly<Record<string, readonly string[]>> = {
    ecs: [
      `cluster/orders-ecs-cluster-${suffix}`,
      `cluster/ecs-cluster-orders-${suffix}`,
      `service/orders-ecs-cluster-${suffix}/ecs-service-blue-${suffix}`,
      `service-deployment/orders-ecs-cluster-${suffix}/ecs-service-blue-${suffix}/a1B2`,
      `task/orders-ecs-cluster-${suffix}/0123456789abcdef`,
      `container-instance/orders-ecs-cluster-${suffix}/0123456789abcdef`,
      `task-definition/orders-${suffix}:1`,
      `task-definition/task-definition-orders-${suffix}:1`,
    ],
    elasticloadbalancing: [
      `loadbalancer/app/orders-load-balancer-${suffix}/1`,
      `loadbalancer/app/load-balancer-orders-${suffix}/1`,
      `listener/app/load-balancer-orders-${suffix}/1/2`,
      `listener-rule/app/load-balancer-orders-${suffix}/1/2/3`,
      `targetgroup/target-group-orders-${suffix}/1`,
    ],
    events: [`rule/orders-rule-${suffix}`, `rule/orders-break-glass-rule-${suffix}`],
    kms: [`alias/orders-${suffix}`, `alias/orders-kms-key-${suffix}`, `alias/kms-key-orders-${suffix}`],
    logs: ["orders", "log-group-orders", "/aws/lambda/orders"].flatMap((name) =>
      ["", ":*", ":log-stream:a"].map((below) => `log-group:${name}-${suffix}${below}`),
    ),
    rds: [
      `cluster:orders-aurora-cluster-${suffix}`,
      `cluster-pg:orders-aurora-parameter-group-${suffix}`,
      `cluster-snapshot:aurora-final-snapshot-orders-${suffix}-20261126120000`,
      `db:aurora-instance-orders-${suffix}`,
      `es:orders-failover-event-subscription-${suffix}`,
      `subgrp:orders-aurora-subnet-group-${suffix}`,
    ],
    "rds-db": ["app", "postgres", "readonly"].map((user) => `dbuser:cluster-ORDERS/${user}`),
    secretsmanager: [`secret:orders/${suffix}-a1B2c3`, "secret:rds!db-0a1b-a1B2c3"],
    sns: [`orders-${suffix}`, `topic-orders-${suffix}`],
    ssm: [
      `parameter/orders/${suffix}/green-weight`,
      `parameter/transaction-processing/${suffix}/green-weight/other`,
      `parameter/transaction-processing/${suffix}/other`,
      `parameter/transaction-processing/${suffix}/green-weights`,
    ],
    wafv2: [`regional/webacl/orders-web-acl-${suffix}/1`, `regional/webacl/web-acl-orders-${suffix}/1`],
  };
  const roles = [
    ...["orders", "orders-application", "github-deploy", "github-plan", "github-release"].map(
      (name) => `${name}-role-${suffix}`,
    ),
    ...["application", "execution"].map((type) => `${type}-role-orders-${suffix}`),
    `orders/observer-role-${suffix}`,
    "administrator",
  ].map((name) => `arn:aws:iam::${ACCOUNT_ID}:role/${name}`);
  const alarms = [
    `orders-${suffix}`,
    `alarm-orders-${suffix}`,
    `alarm-blue-orders-${suffix}`,
    `TargetTracking-service/orders-${suffix}/api-${suffix}-AlarmHigh-1`,
  ].map((name) => arn("cloudwatch", `alarm:${name}`));
  const objects = [
    `state-bucket/${suffix}/orders.tfstate`,
    `state-bucket/${suffix}/orders.tfstate.tflock`,
    `state-bucket/orders/${suffix}/release.lock`,
    "state-bucket/_account/github.tfstate",
    "state-bucket-orders",
    `state-bucket-orders/${suffix}/transaction-processing.tfstate`,
    `orders-${suffix}`,
    `orders-${suffix}/object`,
    `access-logs-orders-${suffix}`,
    `access-logs-orders-${suffix}/object`,
  ].map((name) => `arn:aws:s3:::${name}`);
  return [
    ...Object.entries(names).flatMap(([service, all]) => all.map((name) => ({ arn: arn(service, name) }))),
    ...roles.map((arn) => ({ arn })),
    ...objects.map((arn) => ({ arn })),
    ...[...BY_ID, ...alarms].map((arn) => ({ arn, tags })),
    { arn: MASTER_SECRET, tags: { "aws:rds:primaryDBClusterArn": clusterArn(`orders-${suffix}`) } },
    { arn: `arn:aws:cloudwatch::${ACCOUNT_ID}:dashboard/orders-dashboard-${suffix}` },
    { arn: "arn:aws:route53:::hostedzone/Z0ORDERS" },
    { arn: arn("ecr", "repository/orders") },
    { arn: arn("logs", "log-group:RDSOSMetrics:log-stream:db-ORDERS") },
    { arn: `arn:aws:rds::${ACCOUNT_ID}:global-cluster:orders-${suffix}` },
    { arn: "arn:aws:s3:::state-bucket", context: { "s3:prefix": `${suffix}/orders.tfstate` } },
  ];
}

/** Resources without tags, such as resources that somebody created by hand. */
export const UNTAGGED: readonly Foreign[] = [...BY_ID, MASTER_SECRET].map((arn) => ({ arn, tags: {} }));

/** A call on a foreign resource. The caller may choose all other values that a condition could test. */
export function callUpon(action: string, { arn, tags, context }: Foreign): Request {
  const tagged = Object.entries(tags ?? {}).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
  return {
    action,
    resource: arn,
    context: { ...Object.fromEntries(tagged), ...context },
    // The caller cannot choose ec2:CreateAction, because the resource exists already, and cannot choose the resource's known tags.
    mayCarry: (key) =>
      key !== "ec2:createaction" && !(tags !== undefined && key.startsWith("aws:resourcetag/")),
  };
}
