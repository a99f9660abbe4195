import { REGION } from "../naming/region";
import { NOTES_FAILED_CALLS } from "./failed-call";
import { networkOptions } from "./network-options";

/** Time limits of a call, in milliseconds: two seconds to connect, and five seconds for the answer. */
const TIMES = { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true };

/**
 * Options of all clients of the AWS SDK. If AWS throttles a call, five attempts with growing pauses are enough. By default, the SDK's calls
 * have no time limits. These clients have time limits, because a call without an answer must not delay a release.
 * https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-node-http-handler/Interface/NodeHttpHandlerOptions/
 */
export const CLIENT = {
  region: REGION,
  maxAttempts: 5,
  logger: NOTES_FAILED_CALLS,
  ...networkOptions(TIMES, process.env),
};
