import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import type { Lb, SnsTopic } from "../resources/classes";
import type { EnvironmentSettings } from "../settings/schema";
import { alarm } from "./alarm";
import type { Database } from "./database";

export interface SharedAlarmsProps {
  readonly suffix: string;
  readonly topic: SnsTopic;
  readonly loadBalancer: Lb;
  readonly database: Database;
  /** Capacity that a database instance keeps, and that it may reach, in ACU. */
  readonly capacity: Pick<EnvironmentSettings["database"], "maxCapacityAcu" | "minCapacityAcu">;
}

// PostgreSQL's max_connections follows the maximum capacity: 189 at 1 ACU, 823 at 4, 3360 at 16, at most 5000, or 2000
// where the minimum is below 1 ACU.
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
const CONNECTIONS_PER_ACU = 189;
const maxConnections = (minCapacityAcu: number) => (minCapacityAcu < 1 ? 2000 : 5000);

/** Answers with 5xx a minute that the load balancer may give without an alarm, however few the requests. */
const ANSWERS = 10;

/** The alarms on what both colors share: the load balancer and the database. */
export class SharedAlarms extends Construct {
  public constructor(scope: Construct, id: string, props: SharedAlarmsProps) {
    super(scope, id);
    const { suffix, topic, loadBalancer, database } = props;
    const { minCapacityAcu, maxCapacityAcu } = props.capacity;
    const connections = Math.floor(
      0.8 * Math.min(maxConnections(minCapacityAcu), CONNECTIONS_PER_ACU * maxCapacityAcu),
    );
    const cluster = { DBClusterIdentifier: database.cluster.clusterIdentifier };
    const dashboard = `Look at the dashboard ${resourceName(suffix, "dashboard")}`;

    const onLoadBalancer = (id: string, metricName: string) => ({
      id,
      metric: {
        namespace: "AWS/ApplicationELB",
        metricName,
        dimensions: { LoadBalancer: loadBalancer.arnSuffix },
        stat: "Sum",
        period: 60,
      },
    });
    alarm(this, "load-balancer-5xx", {
      suffix,
      topic,
      description: `The load balancer itself answers more than 1 % of all requests with 5xx, and more than ${ANSWERS} a minute: a color with weight has no healthy task, refuses or resets connections, or does not answer in time. ${dashboard}, and at the target groups' health.`,
      metricQuery: [
        onLoadBalancer("errors", "HTTPCode_ELB_5XX_Count"),
        onLoadBalancer("requests", "RequestCount"),
        {
          id: "share",
          label: "5xx of the load balancer, percent",
          // Requests for which no target could be chosen are in the one metric and not in the other.
          expression: `IF(errors > ${ANSWERS}, 100 * errors / (errors + requests), 0)`,
          returnData: true,
        },
      ],
      comparison: "GreaterThanThreshold",
      threshold: 1,
      points: { breaching: 3, of: 5 },
    });
    const onDatabase = {
      suffix,
      topic,
      namespace: "AWS/RDS",
      dimensions: cluster,
      statistic: "Maximum",
    } as const;
    alarm(this, "database-cpu", {
      ...onDatabase,
      description: `A database instance uses more than 80 % of its CPU. Look for slow statements in the PostgreSQL log and at the capacity on the dashboard ${resourceName(suffix, "dashboard")}.`,
      metricName: "CPUUtilization",
      comparison: "GreaterThanThreshold",
      threshold: 80,
      points: { breaching: 5, of: 5 },
    });
    alarm(this, "database-connections", {
      ...onDatabase,
      description: `A database instance has more than ${connections} connections, 80 % of what its capacity allows. Look for a connection leak in the color that was deployed last, or raise database.maxCapacityAcu.`,
      metricName: "DatabaseConnections",
      comparison: "GreaterThanThreshold",
      threshold: connections,
      points: { breaching: 5, of: 5 },
    });
    alarm(this, "database-capacity", {
      ...onDatabase,
      description: `A database instance is above 90 % of its maximum capacity of ${maxCapacityAcu} ACU and soon cannot grow. Raise database.maxCapacityAcu, or look for slow statements in the PostgreSQL log.`,
      metricName: "ACUUtilization",
      comparison: "GreaterThanThreshold",
      threshold: 90,
      points: { breaching: 10, of: 10 },
    });
    alarm(this, "database-replica-lag", {
      ...onDatabase,
      description: `The failover reader is more than 2 s behind the writer. Reads are stale and a failover takes longer. ${dashboard}: commit latency and capacity.`,
      metricName: "AuroraReplicaLagMaximum",
      comparison: "GreaterThanThreshold",
      threshold: 2000, // milliseconds
      points: { breaching: 5, of: 5 },
    });
  }
}
