import type { Item } from "../inventory/item";
import type { NamedType } from "./arns";

/** How a person removes one of each type: a command, or in words. */
const BY_HAND: Readonly<Record<NamedType, (item: Item) => string>> = {
  "ACM certificate": ({ id }) => `aws acm delete-certificate --certificate-arn ${id}`,
  "Application Auto Scaling policy": () => "goes with its target",
  "Application Auto Scaling target": ({ id }) =>
    `aws application-autoscaling deregister-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id ${id}`,
  "CloudWatch alarm": ({ id }) => `aws cloudwatch delete-alarms --alarm-names ${id}`,
  "CloudWatch dashboard": ({ id }) => `aws cloudwatch delete-dashboards --dashboard-names ${id}`,
  "CloudWatch log group": ({ id }) => `aws logs delete-log-group --log-group-name ${id}`,
  "EC2 elastic IP address": ({ id }) => `aws ec2 release-address --allocation-id ${id}`,
  "EC2 flow log": ({ id }) => `aws ec2 delete-flow-logs --flow-log-ids ${id}`,
  "EC2 internet gateway": ({ id }) => `aws ec2 delete-internet-gateway --internet-gateway-id ${id}`,
  "EC2 NAT gateway": ({ id }) => `aws ec2 delete-nat-gateway --nat-gateway-id ${id}`,
  "EC2 network interface": ({ id }) => `aws ec2 delete-network-interface --network-interface-id ${id}`,
  "EC2 route table": ({ id }) => `aws ec2 delete-route-table --route-table-id ${id}`,
  "EC2 security group": ({ id }) => `aws ec2 delete-security-group --group-id ${id}`,
  "EC2 security group rule": () => "goes with its security group",
  "EC2 subnet": ({ id }) => `aws ec2 delete-subnet --subnet-id ${id}`,
  "EC2 VPC": ({ id }) => `aws ec2 delete-vpc --vpc-id ${id}`,
  "EC2 VPC endpoint": ({ id }) => `aws ec2 delete-vpc-endpoints --vpc-endpoint-ids ${id}`,
  "ECS cluster": ({ id }) => `aws ecs delete-cluster --cluster ${id}`,
  "ECS service": ({ id }) =>
    `aws ecs delete-service --force --cluster ${id.split("/").at(-2)} --service ${id.split("/").at(-1)}`,
  "ECS task": ({ id }) => `aws ecs stop-task --cluster ${id.split("/").at(-2)} --task ${id}`,
  "ECS task definition": ({ id }) => `aws ecs deregister-task-definition --task-definition ${id}`,
  "Elastic Load Balancing listener": () => "goes with its load balancer",
  "Elastic Load Balancing listener rule": () => "goes with its load balancer",
  "Elastic Load Balancing load balancer": ({ id }) =>
    `aws elbv2 delete-load-balancer --load-balancer-arn ${id}`,
  "Elastic Load Balancing target group": ({ id }) => `aws elbv2 delete-target-group --target-group-arn ${id}`,
  "EventBridge rule": ({ id }) => `aws events delete-rule --name ${id}, its targets first (remove-targets)`,
  "IAM policy": ({ id }) => `aws iam delete-policy --policy-arn ${id}`,
  "IAM role": ({ id }) => `aws iam delete-role --role-name ${id}, its inline policies first`,
  "KMS alias": ({ id }) => `aws kms delete-alias --alias-name ${id}`,
  "KMS key": ({ id }) => `aws kms schedule-key-deletion --pending-window-in-days 7 --key-id ${id}`,
  "RDS cluster": ({ id }) => `aws rds delete-db-cluster --skip-final-snapshot --db-cluster-identifier ${id}`,
  "RDS cluster automated backup": ({ id }) =>
    `aws rds delete-db-cluster-automated-backup --db-cluster-resource-id ${id}`,
  "RDS cluster parameter group": ({ id }) =>
    `aws rds delete-db-cluster-parameter-group --db-cluster-parameter-group-name ${id}`,
  "RDS cluster snapshot": ({ id, state }) =>
    state === "automated"
      ? "goes with the automated backup"
      : `aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier ${id}`,
  "RDS event subscription": ({ id }) => `aws rds delete-event-subscription --subscription-name ${id}`,
  "RDS instance": ({ id }) =>
    `aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier ${id}`,
  "RDS parameter group": ({ id }) => `aws rds delete-db-parameter-group --db-parameter-group-name ${id}`,
  "RDS subnet group": ({ id }) => `aws rds delete-db-subnet-group --db-subnet-group-name ${id}`,
  "Route 53 hosted zone": ({ id }) => `aws route53 delete-hosted-zone --id ${id}`,
  "Route 53 record": () => "delete it in its hosted zone: it leads to a load balancer that is gone",
  "S3 bucket": ({ id }) => `aws s3 rb --force s3://${id}`,
  "Secrets Manager secret": ({ id }) => `aws secretsmanager delete-secret --secret-id ${id}`,
  "SNS subscription": () => "goes with its topic",
  "SNS topic": ({ id }) => `aws sns delete-topic --topic-arn ${id}`,
  "Systems Manager parameter": ({ id }) => `aws ssm delete-parameter --name ${id}`,
  "WAF web ACL": ({ name }) => `delete it by console: its name is ${name}`,
};

/** Why something of a type is there after a destroy that went well. */
const WHY: Readonly<Partial<Record<NamedType, string>>> = {
  "CloudWatch log group": "its service wrote once more while it was destroyed",
  "EC2 network interface": "AWS lets go of it late",
  "ECS task": "it runs, or AWS lists it for an hour after its end",
  "ECS task definition": "registered by a deploy that was killed",
  "RDS cluster automated backup": "retained when the cluster was deleted",
  "RDS cluster snapshot": "a final snapshot, or somebody took it",
};

/** How it is removed by hand: a command for a shell, or what it is and what to do. */
export function byHand(item: Item): string {
  const { type, id, unread } = item;
  if (unread !== undefined)
    return `${type} ${id}: by who may read it, unless it waits for its deletion already`;
  const quoted = /^[\w.:/@-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
  const how = new Map<string, (item: Item) => string>(Object.entries(BY_HAND)).get(type);
  const text = how?.({ ...item, id: quoted }) ?? "by the service that has it";
  return text.startsWith("aws ") ? text : `${type} ${id}: ${text}`;
}

/** Why it may still be there. */
export function whyLeft({ type, state, unread }: Item): string {
  if (unread !== undefined) return `its tags name the environment, and AWS tells no more: ${unread}`;
  if (type === "RDS cluster snapshot" && state === "automated") return "kept with the automated backup";
  return (
    new Map<string, string>(Object.entries(WHY)).get(type) ?? "destroy ended half-way, or it was made by hand"
  );
}
