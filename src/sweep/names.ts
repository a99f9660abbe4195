import type { InventoryType } from "../inventory/inventory";
import { alarmNames } from "../naming/alarm-names";
import { logGroupNames } from "../naming/log-groups";
import { type ResourceType, resourceName } from "../naming/names";
import { serviceRoleNames } from "../naming/role-names";
import { TEAM_ROLES } from "../naming/team-roles";
import { COLORS } from "../settings/schema";

/** Every zone of us-east-1: which three an environment had, nobody knows any more. */
const ZONES = ["a", "b", "c", "d", "e", "f"].map((zone) => `us-east-1${zone}`);

const TASKS = [...COLORS, "migration"];

/**
 * Every name that an environment of this suffix can have, whatever its settings, and the names that AWS derives from
 * them; for each type that has names of its own. They are compared whole: no two environments share one.
 */
export function environmentNames(suffix: string, accountId: string) {
  const name = (type: ResourceType) => resourceName(suffix, type);
  const names = (type: ResourceType, qualifiers: readonly string[]) =>
    qualifiers.map((qualifier) => resourceName(suffix, type, qualifier));
  const cluster = name("ecs-cluster");
  const services = names("ecs-service", COLORS);
  const scaled = services.map((service) => `service/${cluster}/${service}`);
  const database = [name("aurora-cluster")];
  const loadBalancer = [name("load-balancer")];
  const topic = names("topic", ["alarms"]);

  return {
    "Application Auto Scaling policy": scaled,
    "Application Auto Scaling target": scaled,
    "CloudWatch alarm": [...alarmNames(suffix), ...scaled], // what target tracking makes is named after what it scales
    "CloudWatch dashboard": [name("dashboard")],
    "CloudWatch log group": logGroupNames(suffix),
    "EC2 network interface": loadBalancer,
    "ECS cluster": [cluster],
    "ECS service": services,
    "ECS task definition": names("task-definition", TASKS),
    "Elastic Load Balancing listener": loadBalancer,
    "Elastic Load Balancing listener rule": loadBalancer,
    "Elastic Load Balancing load balancer": loadBalancer,
    "Elastic Load Balancing target group": names("target-group", COLORS),
    "EventBridge rule": [name("break-glass-rule")],
    "IAM role": [...serviceRoleNames(suffix), ...TEAM_ROLES.map((role) => name(`${role}-role`))],
    "KMS alias": [`alias/${name("kms-key")}`],
    "RDS cluster": database,
    "RDS cluster automated backup": database,
    "RDS cluster parameter group": [name("aurora-parameter-group")],
    "RDS cluster snapshot": database,
    "RDS event subscription": [name("failover-event-subscription")],
    "RDS instance": names("aurora-instance", ZONES),
    "RDS subnet group": [name("aurora-subnet-group")],
    "Route 53 record": loadBalancer,
    "S3 bucket": names("access-logs", [accountId]),
    "Secrets Manager secret": database,
    "SNS subscription": topic,
    "SNS topic": topic,
    "Systems Manager parameter": [`/transaction-processing/${suffix}`],
    "WAF web ACL": [name("web-acl")],
  } satisfies Partial<Record<InventoryType, readonly string[]>>;
}
