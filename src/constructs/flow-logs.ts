import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { CloudwatchLogGroup, FlowLog } from "../resources/classes";
import { ServiceRole, writeLogs } from "./iam";

export interface FlowLogsProps {
  readonly suffix: string;
  readonly accountId: string;
  readonly vpcId: string;
  readonly retentionDays: number;
  /** ARN of the KMS key that encrypts the log group. @default - encryption with a key that CloudWatch Logs owns */
  readonly kmsKeyArn: string | undefined;
}

/** The flow logs of the VPC, which record accepted and rejected traffic. */
export class FlowLogs extends Construct {
  public constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { suffix, accountId, vpcId, retentionDays, kmsKeyArn } = props;
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: resourceName(suffix, "log-group", "flow"),
      retentionInDays: retentionDays,
      ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    });
    // The role may not create log groups. Otherwise a late delivery could create the log group again after `destroy`.
    const role = new ServiceRole(this, "role", {
      suffix,
      accountId,
      type: "flow-log-role",
      description: "Writes the flow logs of the VPC",
      service: "vpc-flow-logs.amazonaws.com",
      statements: [
        writeLogs(logGroup.arn),
        {
          // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
          Sid: "FindLogGroup",
          Effect: "Allow",
          Action: "logs:DescribeLogGroups",
          Resource: "*", // CloudWatch Logs lists log groups only with `*`
        },
        {
          Sid: "FindLogStream",
          Effect: "Allow",
          Action: "logs:DescribeLogStreams",
          Resource: [logGroup.arn, `${logGroup.arn}:*`],
        },
      ],
    });
    new FlowLog(this, "flow-log", {
      vpcId,
      trafficType: "ALL",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags: { Name: resourceName(suffix, "network-flow-log") },
      dependsOn: [...role.policies],
    });
  }
}
