import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { CloudwatchLogGroup, EcsCluster } from "../resources/classes";
import { output } from "./output";

export interface ClusterProps {
  readonly suffix: string;
  /** Number of days for which CloudWatch Logs keeps the performance records of Container Insights. */
  readonly logRetentionDays: number;
  /** ARN of the KMS key that encrypts the log group. @default - encryption with a key that CloudWatch Logs owns */
  readonly kmsKeyArn: string | undefined;
}

/**
 * The ECS cluster. Container Insights is switched on, because an alarm and the dashboard need its metric for the number of running tasks.
 */
export class Cluster extends Construct {
  public readonly cluster: EcsCluster;

  public constructor(scope: Construct, id: string, { suffix, logRetentionDays, kmsKeyArn }: ClusterProps) {
    super(scope, id);
    const name = resourceName(suffix, "ecs-cluster");
    // If Terraform did not create this log group, Container Insights would create it, and `destroy` would not delete it.
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: `/aws/ecs/containerinsights/${name}/performance`,
      retentionInDays: logRetentionDays,
      ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    });
    this.cluster = new EcsCluster(this, "cluster", {
      name,
      setting: [{ name: "containerInsights", value: "enabled" }],
      dependsOn: [logGroup],
    });
    output(this, "ecs_cluster_name", this.cluster.name, "ECS cluster");
  }
}
