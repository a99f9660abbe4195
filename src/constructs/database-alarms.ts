import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { resourceName } from "../naming/names";
import type { SnsTopic } from "../resources/classes";
import { type Capacity, maxConnections, maxMemoryBytes } from "../resources/database-capacity";
import { alarm, measured } from "./alarm";
import type { Database } from "./database";

export interface DatabaseAlarmsProps {
  readonly suffix: string;
  readonly topic: SnsTopic;
  readonly database: Database;
  readonly capacity: Capacity;
  /**
   * Resources that Terraform creates after the database. Terraform creates the alarm `database-instances` after these resources, so that
   * the database instances already send metrics when the alarm is created.
   */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Creates the alarms on the database cluster. Each alarm except `database-instances` uses the value of the worst instance. A stopped
 * instance sends no data, so these alarms do not notice a stopped instance. The alarm `database-instances` notices it. If no instance sends
 * data, the other alarms go to INSUFFICIENT_DATA. There is no alarm on FreeLocalStorage, because this metric does not apply to Serverless
 * v2. An RDS event reports low storage instead (see `Notifications`).
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 */
export function databaseAlarms(scope: Construct, props: DatabaseAlarmsProps): void {
  const { suffix, topic, database, capacity } = props;
  const dashboard = `the dashboard ${resourceName(suffix, "dashboard")}`;
  const { maxCapacityAcu } = capacity;
  const connections = Math.floor(0.8 * maxConnections(capacity));
  const onDatabase = {
    suffix,
    topic,
    namespace: "AWS/RDS",
    dimensions: { DBClusterIdentifier: database.cluster.clusterIdentifier },
    statistic: "Maximum",
    comparison: "GreaterThanThreshold",
    noData: "not judged",
  } as const;
  alarm(scope, "database-cpu", {
    ...onDatabase,
    description: `A database instance uses more than 80 % of the CPU that it would have at its maximum capacity of ${maxCapacityAcu} ACU. Look for slow statements (docs/runbooks/database.md). Look at the database's capacity on ${dashboard}.`,
    metricName: "CPUUtilization",
    threshold: 80,
    points: { breaching: 5, of: 5 },
  });
  alarm(scope, "database-connections", {
    ...onDatabase,
    description: `A database instance has more than ${connections} connections, 80 % of what its maximum capacity allows. Look for a connection leak in the color that was deployed last, or raise database.maxCapacityAcu and then reboot each instance (docs/runbooks/database.md). An instance that was not rebooted since the last raise allows fewer connections.`,
    metricName: "DatabaseConnections",
    threshold: connections,
    points: { breaching: 5, of: 5 },
  });
  alarm(scope, "database-capacity", {
    ...onDatabase,
    description: `A database instance is above 90 % of its maximum capacity of ${maxCapacityAcu} ACU and soon cannot grow. Raise database.maxCapacityAcu, or look for slow statements (docs/runbooks/database.md).`,
    metricName: "ACUUtilization",
    threshold: 90,
    points: { breaching: 10, of: 10 },
  });
  alarm(scope, "database-memory", {
    ...onDatabase,
    description: `A database instance has little free memory: less than 5 % of the memory that the instance would have at its maximum capacity of ${maxCapacityAcu} ACU. The instance is near a restart. Look for large sorts and many connections in the PostgreSQL log, or raise database.maxCapacityAcu.`,
    // According to AWS's page in the comment on `databaseAlarms`, FreeableMemory includes the memory that the instance would have at its
    // maximum capacity.
    metricName: "FreeableMemory",
    statistic: "Minimum",
    comparison: "LessThanThreshold",
    threshold: Math.round(0.05 * maxMemoryBytes(capacity)),
    points: { breaching: 5, of: 5 },
  });
  alarm(scope, "database-replica-lag", {
    ...onDatabase,
    description: `The failover reader is more than 2 s behind the writer. Reads are stale and a failover takes longer. Look at ${dashboard}: commit latency and capacity.`,
    metricName: "AuroraReplicaLagMaximum",
    threshold: 2000, // milliseconds
    points: { breaching: 5, of: 5 },
  });
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
  alarm(scope, "database-transaction-ids", {
    ...onDatabase,
    description:
      "The oldest transaction ID is a billion transactions old; at two billion PostgreSQL stops writing. Look in the PostgreSQL log for the reason why autovacuum does not finish: an open transaction, a replication slot, or a locked table.",
    metricName: "MaximumUsedTransactionIDs",
    threshold: 1e9,
    points: { breaching: 5, of: 5 },
  });
  instancesAlarm(scope, props);
}

/**
 * Creates the alarm on the number of instances that send metrics. In the alarm's expression, the comparison `>= 0` yields 1 for each such
 * instance. In a sum, CloudWatch takes a missing series as 0, even if the series never had data. The expression does not use FILL, because
 * AWS does not document its result for a metric without data points.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
function instancesAlarm(scope: Construct, props: DatabaseAlarmsProps): void {
  const {
    suffix,
    topic,
    database: { instances },
    after,
  } = props;
  const ids = instances.map((_, index) => `uptime${index + 1}`);
  alarm(scope, "database-instances", {
    suffix,
    topic,
    description: `Fewer than ${instances.length} database instances send metrics. If an instance is lost, stopped or deleted, the database cannot fail over. Look at the events of the database (docs/runbooks/database.md).`,
    metricQuery: [
      ...instances.map((instance, index) =>
        measured(ids[index] ?? "", {
          namespace: "AWS/RDS",
          metricName: "EngineUptime",
          dimensions: { DBInstanceIdentifier: instance.identifier },
          stat: "Maximum",
        }),
      ),
      {
        id: "running",
        label: "Database instances that report",
        expression: ids.map((it) => `(${it} >= 0)`).join(" + "),
        returnData: true,
      },
    ],
    comparison: "LessThanThreshold",
    threshold: instances.length,
    points: { breaching: 5, of: 5 },
    noData: "wrong",
    dependsOn: [...after],
  });
}
