import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { S3Client } from "@aws-sdk/client-s3";
import { SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { REGION } from "../config/schema";
import { RefusedError } from "../terminal/refused";

/** The clients of the services that a release calls. */
export function awsClients() {
  // Five tries with growing pauses ride out throttling; five seconds a try, because a hanging call guards nothing.
  const options = {
    region: REGION,
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
  };
  return {
    cloudWatch: new CloudWatchClient(options),
    ecs: new ECSClient(options),
    elb: new ElasticLoadBalancingV2Client(options),
    logs: new CloudWatchLogsClient(options),
    s3: new S3Client(options),
    ssm: new SSMClient(options),
    sts: new STSClient(options),
  };
}

export type AwsClients = ReturnType<typeof awsClients>;

/**
 * ARN that this process is signed in with.
 *
 * @throws RefusedError when that is another account than the environment's
 */
export async function signedIn(sts: STSClient, accountId: string | undefined): Promise<string> {
  const { Account, Arn = "unknown" } = await sts.send(new GetCallerIdentityCommand({}));
  if (accountId !== undefined && Account !== accountId) {
    throw new RefusedError(`signed in to account ${Account}, but this environment is in ${accountId}`);
  }
  return Arn;
}

/** State of each alarm by its name. @throws RefusedError when one does not exist */
export async function alarmStates(
  cloudWatch: CloudWatchClient,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  if (names.length === 0) return {};
  const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({
      AlarmNames: [...names],
      AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
      MaxRecords: 100,
    }),
  );
  const states = Object.fromEntries(
    [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName = "", StateValue = "" }) => [
      AlarmName,
      StateValue,
    ]),
  );
  const missing = names.filter((name) => !(name in states));
  if (missing.length > 0) {
    throw new RefusedError(
      `there is no alarm ${missing.join(", ")}: a guard that does not exist guards nothing`,
    );
  }
  return states;
}
