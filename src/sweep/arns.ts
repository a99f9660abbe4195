import type { InventoryType } from "../inventory/inventory";
import type { Item } from "../inventory/item";

/** Types that an ARN tells of; no service is asked for tasks: they live and end with their cluster. */
export type NamedType = InventoryType | "ECS task";

/** These types by `service:type`, as their ARNs begin. https://docs.aws.amazon.com/service-authorization/ */
const TYPES: Readonly<Record<string, NamedType>> = {
  "acm:certificate": "ACM certificate",
  "application-autoscaling:scalable-target": "Application Auto Scaling target",
  "cloudwatch:alarm": "CloudWatch alarm",
  "cloudwatch:dashboard": "CloudWatch dashboard",
  "ec2:elastic-ip": "EC2 elastic IP address",
  "ec2:internet-gateway": "EC2 internet gateway",
  "ec2:natgateway": "EC2 NAT gateway",
  "ec2:network-interface": "EC2 network interface",
  "ec2:route-table": "EC2 route table",
  "ec2:security-group": "EC2 security group",
  "ec2:security-group-rule": "EC2 security group rule",
  "ec2:subnet": "EC2 subnet",
  "ec2:vpc": "EC2 VPC",
  "ec2:vpc-endpoint": "EC2 VPC endpoint",
  "ec2:vpc-flow-log": "EC2 flow log",
  "ecs:cluster": "ECS cluster",
  "ecs:service": "ECS service",
  "ecs:task": "ECS task",
  "ecs:task-definition": "ECS task definition",
  "elasticloadbalancing:listener": "Elastic Load Balancing listener",
  "elasticloadbalancing:listener-rule": "Elastic Load Balancing listener rule",
  "elasticloadbalancing:loadbalancer": "Elastic Load Balancing load balancer",
  "elasticloadbalancing:targetgroup": "Elastic Load Balancing target group",
  "events:rule": "EventBridge rule",
  "iam:policy": "IAM policy",
  "iam:role": "IAM role",
  "kms:key": "KMS key",
  "logs:log-group": "CloudWatch log group",
  "rds:cluster": "RDS cluster",
  "rds:cluster-auto-backup": "RDS cluster automated backup",
  "rds:cluster-pg": "RDS cluster parameter group",
  "rds:cluster-snapshot": "RDS cluster snapshot",
  "rds:db": "RDS instance",
  "rds:es": "RDS event subscription",
  "rds:pg": "RDS parameter group",
  "rds:subgrp": "RDS subnet group",
  "route53:hostedzone": "Route 53 hosted zone",
  "s3:": "S3 bucket",
  "secretsmanager:secret": "Secrets Manager secret",
  "sns:": "SNS topic",
  "ssm:parameter": "Systems Manager parameter",
  "wafv2:regional": "WAF web ACL",
};

/** The type of an ARN, or `service type` where none is known; and what of the inventory says whether it still exists. */
export function typeOf(arn: string): { readonly type: string; readonly existsBy?: InventoryType } {
  const [, , service = "", , , ...rest] = arn.split(":");
  const [type = "", ...id] = rest.join(":").split(/[:/]/);
  const known = TYPES[`${service}:${id.length > 0 ? type : ""}`];
  if (known === undefined) return { type: `${service} ${type}` };
  return { type: known, existsBy: known === "ECS task" ? "ECS cluster" : known };
}

/** The ARN of the cluster that a task with its cluster in its ARN runs in; any other ARN as it is. */
export const holderOf = (arn: string): string => arn.replace(/:task\/([^/]+)\/[^/]+$/, ":cluster/$1");

/** Whether an ARN of an item's type is that item's. */
export function isArnOf(arn: string, { id, arn: own }: Item): boolean {
  const resource = arn.split(":").slice(5).join(":");
  const untyped = resource.replace(/^[^:/]*[:/]/, "");
  return [arn, resource, untyped, `/${untyped}`].includes(id) || arn === own; // a parameter's name brings its slash
}
