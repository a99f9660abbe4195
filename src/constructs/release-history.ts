import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { CloudwatchLogGroup } from "../resources/classes";

export interface ReleaseHistoryProps {
  readonly suffix: string;
  /** Number of days for which CloudWatch Logs keeps the release history. */
  readonly logRetentionDays: number;
  /** ARN of the KMS key that encrypts the log group. @default - encryption with a key that CloudWatch Logs owns */
  readonly kmsKeyArn: string | undefined;
}

/** The release history: a log group in which the release controller records who moved traffic, and when. */
export class ReleaseHistory extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    { suffix, logRetentionDays, kmsKeyArn }: ReleaseHistoryProps,
  ) {
    super(scope, id);
    new CloudwatchLogGroup(this, "log-group", {
      name: resourceName(suffix, "log-group", "release"),
      retentionInDays: logRetentionDays,
      ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    }).overrideLogicalId("releaser_log_group"); // the Terraform address that earlier versions of this project gave this log group
  }
}
