import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { CLIENT } from "./client-options";

/** Creates the AWS clients for the commands that plan, apply or release. */
export const awsClients = () => ({
  cloudWatch: new CloudWatchClient(CLIENT),
  ecs: new ECSClient(CLIENT),
  elb: new ElasticLoadBalancingV2Client(CLIENT),
  logs: new CloudWatchLogsClient(CLIENT),
  s3: new S3Client(CLIENT),
  sns: new SNSClient(CLIENT),
  ssm: new SSMClient(CLIENT),
  sts: new STSClient(CLIENT),
});

export type AwsClients = ReturnType<typeof awsClients>;
