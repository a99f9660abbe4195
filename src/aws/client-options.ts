import { REGION } from "../naming/region";
import { NOTES_FAILED_CALLS } from "./failed-call";
import { networkOptions } from "./network-options";

/** Milliseconds. */
const TIMES = { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true };

/**
 * What every client of AWS's SDK is made with.
 *
 * Five tries with growing pauses ride out throttling. Two seconds to connect and five for an answer, because the SDK by
 * itself waits for ever, and a call that hangs stops no release.
 * https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-node-http-handler/Interface/NodeHttpHandlerOptions/
 */
export const CLIENT = {
  region: REGION,
  maxAttempts: 5,
  logger: NOTES_FAILED_CALLS,
  ...networkOptions(TIMES, process.env),
};
