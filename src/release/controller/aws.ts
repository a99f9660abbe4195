import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { ControllerSettings } from "./settings";

/** The services that the controller calls. */
export interface Aws {
  readonly cloudWatch: CloudWatchClient;
  readonly ecs: ECSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  /** Moves a listener, in a single attempt: a second attempt may arrive after a later decision. */
  readonly elbOnce: ElasticLoadBalancingV2Client;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly ssm: SSMClient;
}

/** Clients that live as long as the sandbox: the first invocation makes them. The region is the function's own. */
export function aws(): Aws {
  // Two attempts fit into the time of one call; after a failure the next tick tries again.
  const options = { maxAttempts: 2 };
  return {
    cloudWatch: new CloudWatchClient(options),
    // CloudWatch's calls are many and have no time-out of their own.
    ecs: new ECSClient({
      ...options,
      requestHandler: { connectionTimeout: 2000, requestTimeout: CALL, throwOnRequestTimeout: true },
    }),
    elb: new ElasticLoadBalancingV2Client(options),
    elbOnce: new ElasticLoadBalancingV2Client({ maxAttempts: 1 }),
    logs: new CloudWatchLogsClient(options),
    s3: new S3Client(options),
    sns: new SNSClient(options),
    ssm: new SSMClient(options),
  };
}

/** The environment of the function, and its names. */
export interface Place {
  readonly settings: ControllerSettings;
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since 1970. @default Date.now, which in Lambda is AWS's clock */
  readonly now?: () => number;
}

/** The longest time of a call, in milliseconds: a frozen sandbox would continue an unfinished call in the next invocation. */
const CALL = 4000;

/** Options of every call. */
export const brief = () => ({ abortSignal: AbortSignal.timeout(CALL) });

/** An error in words. */
export const wordsOf = (error: unknown): string => {
  const { name = "Error", message = "" } = error as Error;
  return `${name}: ${message}`;
};
