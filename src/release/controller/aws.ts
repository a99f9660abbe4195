import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { ControllerSettings } from "./settings";

/** The clients of the AWS services that the controller calls. */
export interface Aws {
  readonly cloudWatch: CloudWatchClient;
  readonly ecs: ECSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  /**
   * The client for ModifyListener. It never retries, because a retry could reach AWS after a later decision of the controller, and undo
   * that decision.
   */
  readonly elbOnce: ElasticLoadBalancingV2Client;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly ssm: SSMClient;
}

/**
 * Creates the clients. The first invocation creates them, and later invocations in the same execution environment reuse them. The clients
 * call the region of the Lambda function.
 */
export function aws(): Aws {
  // Two attempts fit into the timeout of one call. If both fail, the next invocation tries again.
  const options = { maxAttempts: 2 };
  return {
    cloudWatch: new CloudWatchClient(options),
    // `whatRuns` is also used by commands outside of Lambda and sets no timeout for its calls, so this client sets the timeout.
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

/** The settings, region, account and clock of the controller's Lambda function. */
export interface Place {
  readonly settings: ControllerSettings;
  readonly region: string;
  readonly accountId: string;
  /** Returns the time in milliseconds since 1970. @default Date.now, because in Lambda it is AWS's clock */
  readonly now?: () => number;
}

/**
 * The timeout of a call, in milliseconds. Without this timeout, a call that still runs at the end of an invocation would continue in the
 * next invocation of the same execution environment.
 */
const CALL = 4000;

/** Returns the options of one call: its timeout. */
export const brief = () => ({ abortSignal: AbortSignal.timeout(CALL) });

/** Returns an error's name and message as text. */
export const wordsOf = (error: unknown): string => {
  const { name = "Error", message = "" } = error as Error;
  return `${name}: ${message}`;
};
