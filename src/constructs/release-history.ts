import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { CloudwatchLogGroup } from "../resources/classes";

export interface ReleaseHistoryProps {
  readonly suffix: string;
  /** Days that it is kept. */
  readonly logRetentionDays: number;
  /** Key that encrypts it. @default - a key of CloudWatch Logs's own */
  readonly kmsKeyArn: string | undefined;
}

/** Who moved traffic when: a log group that a release adds to. */
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
    }).overrideLogicalId("releaser_log_group"); // its address since before it had a construct of its own
  }
}
