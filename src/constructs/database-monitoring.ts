import type { Construct } from "constructs";
import { REGION } from "../naming/region";
import type { RdsClusterInstance } from "../resources/classes";
import { ServiceRole } from "./iam";

/** Returns the ARN of the log group for enhanced monitoring. An account has only one such log group. */
const osMetricsGroupArn = (accountId: string) => `arn:aws:logs:${REGION}:${accountId}:log-group:RDSOSMetrics`;

/**
 * Creates the role with which RDS writes enhanced monitoring, and returns the arguments that a database instance needs for it. Enhanced
 * monitoring writes to the log group `RDSOSMetrics`. All environments of the account share this log group, so `destroy` does not delete it.
 *
 * @param intervalSeconds the number of seconds between two metrics; 0 switches enhanced monitoring off
 */
export function enhancedMonitoring(
  scope: Construct,
  suffix: string,
  accountId: string,
  intervalSeconds: number,
) {
  if (intervalSeconds === 0) {
    return { monitoringInterval: 0 };
  }
  const logGroupArn = osMetricsGroupArn(accountId);
  // AWS's managed policy AmazonRDSEnhancedMonitoringRole allows every log group whose name begins with RDS. This role allows only one log
  // group.
  const role = new ServiceRole(scope, "enhanced-monitoring-role", {
    suffix,
    accountId,
    type: "enhanced-monitoring-role",
    description: "Writes operating system metrics of the database instances",
    service: "monitoring.rds.amazonaws.com",
    statements: [
      {
        Sid: "MakeLogGroup",
        Effect: "Allow",
        Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
        Resource: [logGroupArn, `${logGroupArn}:*`], // both forms of the ARN: CloudWatch Logs checks the second one
      },
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:GetLogEvents", "logs:PutLogEvents"],
        Resource: `${logGroupArn}:*`,
      },
    ],
  });
  return { monitoringInterval: intervalSeconds, monitoringRoleArn: role.arn, dependsOn: [...role.policies] };
}

/** Returns the ARNs of the log streams of enhanced monitoring. Each log stream has the resource id of an instance as its name. */
export const osMetricsArns = (accountId: string, instances: readonly RdsClusterInstance[]): string[] =>
  instances.map((instance) => `${osMetricsGroupArn(accountId)}:log-stream:${instance.dbiResourceId}`);

/** Returns the ARNs of the instances in Performance Insights. Each ARN contains the instance's resource id. */
export const performanceInsightsArns = (
  accountId: string,
  instances: readonly RdsClusterInstance[],
): string[] =>
  instances.map(({ dbiResourceId }) => `arn:aws:pi:${REGION}:${accountId}:metrics/rds/${dbiResourceId}`);
