import { REGION } from "../naming/region";
import { NOTES_FAILED_CALLS } from "./failed-call";
import { networkOptions } from "./network-options";

/** Milliseconds. */
const TIMES = { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true };

/**
 * Options of every client of AWS's SDK. Five tries with growing pauses outlast throttling. A connection may take two seconds and
 * an answer five, because the SDK waits for ever by default, and a hanging call must not hold up a release.
 * https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-node-http-handler/Interface/NodeHttpHandlerOptions/
 */
export const CLIENT = {
  region: REGION,
  maxAttempts: 5,
  logger: NOTES_FAILED_CALLS,
  ...networkOptions(TIMES, process.env),
};
