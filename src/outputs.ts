import { TerraformOutput, type TerraformStack } from "cdktf";
import { MATRIX } from "./constructs/access/matrix";
import type { TeamRole } from "./constructs/access/team-role";
import type { ColorService } from "./constructs/color-service";
import type { Dashboard } from "./constructs/dashboard";
import type { Database } from "./constructs/database";
import type { Firewall } from "./constructs/firewall";
import type { LoadBalancer } from "./constructs/load-balancer";
import type { Migration } from "./constructs/migration/migration";
import type { Network } from "./constructs/network";
import type { Notifications } from "./constructs/notifications";
import type { Traffic } from "./constructs/traffic";
import type { TrafficWeights } from "./constructs/traffic-weights";
import { COLORS, type Color } from "./naming/color";
import { TEAM_ROLES, type TeamRoleName } from "./naming/team-roles";
import type { EcsCluster } from "./resources/classes";

/** What the outputs are read from. */
export interface EnvironmentParts {
  readonly balancer: LoadBalancer;
  readonly cluster: EcsCluster;
  readonly dashboard: Dashboard;
  readonly database: Database;
  readonly firewall: Firewall;
  readonly migration: Migration;
  readonly network: Network;
  readonly notifications: Notifications;
  readonly services: Readonly<Record<Color, ColorService>>;
  readonly weights: TrafficWeights;
  readonly team: Readonly<Record<TeamRoleName, TeamRole>>;
  readonly traffic: Traffic;
}

/** Everything that a person or a script needs to connect, under names that scripts rely on. Nothing secret. */
export function declareOutputs(stack: TerraformStack, parts: EnvironmentParts): void {
  const { balancer, cluster, dashboard, database, firewall, migration, network } = parts;
  const { notifications, services, weights, team, traffic } = parts;
  const output = (name: string, value: unknown, description: string) =>
    new TerraformOutput(stack, name, { value, description });
  const ids = (resources: ReadonlyArray<{ id: string }>) => resources.map(({ id }) => id);

  output("alb_dns_name", balancer.loadBalancer.dnsName, "DNS name of the load balancer");
  output("application_url", balancer.applicationUrl, "Where the application is called");
  output(
    "database_writer_endpoint",
    database.cluster.endpoint,
    "Host of the database's writer, whichever instance it is",
  );
  output("database_reader_endpoint", database.cluster.readerEndpoint, "Host of the database's reader");
  output("database_port", database.cluster.port, "Port of the database");
  output("database_name", database.cluster.databaseName, "Name of the database");
  output(
    "database_secret_arn",
    database.masterSecretArn,
    "Secret of the master user, for the migration task only",
  );
  output(
    "database_resource_id",
    database.cluster.clusterResourceId,
    "Names the cluster in rds-db:connect policies",
  );
  output("ecs_cluster_name", cluster.name, "ECS cluster");
  output("migration_task_definition_arn", migration.task.definition.arn, "What npm run migrate runs");
  output("migration_log_group", migration.task.logGroup.name, "Log group of the migrations");
  for (const name of COLORS) {
    output(`${name}_service_name`, services[name].service.name, `ECS service of ${name}`);
    output(`${name}_target_group_arn`, traffic.targetGroups[name].arn, `Target group of ${name}`);
    output(`${name}_log_group`, services[name].task.logGroup.name, `Log group of ${name}`);
  }
  output("listener_arn", traffic.listener.arn, "Listener whose weights a release moves");
  output(
    "split_parameter_name",
    weights.parameter.name,
    "SSM parameter that holds green's weight in percent",
  );
  for (const name of TEAM_ROLES) {
    output(
      `${name.replace("-", "_")}_role_arn`,
      team[name].role.arn,
      `Role that people assume. ${MATRIX[name].isFor}`,
    );
  }
  output("alarm_topic_arn", notifications.topic.arn, "SNS topic that alarms and database events go to");
  output("dashboard_url", dashboard.url, "CloudWatch dashboard");
  output("vpc_id", network.vpc.id, "VPC");
  output("public_subnet_ids", ids(network.publicSubnets), "Public subnets, one per zone");
  output("private_subnet_ids", ids(network.privateSubnets), "Private subnets, one per zone");
  output("task_security_group_id", firewall.tasks.id, "Security group of the tasks");
  output("database_security_group_id", firewall.database.id, "Security group of the database");
}
