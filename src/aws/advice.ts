import { failedCallOf } from "./failed-call";

export const SIGN_IN =
  'sign in, so that "aws sts get-caller-identity" answers without asking for a code; is AWS_PROFILE spelled right?';
export const SIGN_IN_AGAIN = "the AWS credentials have expired: sign in again";

/** Errors of AWS and its SDK that mean that nobody is signed in, with the advice. */
const NOBODY: Readonly<Record<string, string>> = {
  CredentialsProviderError: SIGN_IN,
  ExpiredToken: SIGN_IN_AGAIN,
  ExpiredTokenException: SIGN_IN_AGAIN,
  InvalidAccessKeyId: SIGN_IN,
  InvalidClientTokenId: SIGN_IN,
  RequestExpired: SIGN_IN_AGAIN,
  SignatureDoesNotMatch: SIGN_IN,
  TokenProviderError: SIGN_IN_AGAIN,
  UnrecognizedClientException: SIGN_IN,
};

/** Advice where nobody is signed in. @returns undefined for any other error */
export function signInAdvice(error: Error, { AWS_PROFILE }: NodeJS.ProcessEnv): string | undefined {
  const { name, message } = error;
  const advice = networkAdvice(error) === undefined ? NOBODY[name] : undefined;
  if (advice === undefined || !/(Credentials|Token)ProviderError/.test(name)) return advice;
  // The SDK's words: https://docs.aws.amazon.com/sdkref/latest/guide/understanding-sso.html
  if (/\bSSO\b/.test(message)) {
    return `the SSO session has ended, or has not begun: aws sso login${AWS_PROFILE ? ` --profile ${AWS_PROFILE}` : ""}`;
  }
  if (AWS_PROFILE && message.startsWith("Could not load credentials")) {
    return `the profile "${AWS_PROFILE}" of AWS_PROFILE does not exist, or holds no credentials: "aws configure list-profiles" lists the profiles of this machine`;
  }
  return advice;
}

/** https://nodejs.org/api/errors.html#common-system-errors and those of its resolver */
const NOT_REACHED =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b|getaddrinfo|timed? ?out/i;
/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const NOT_TRUSTED = /self[- ]signed certificate|unable to (get|verify).*certificate|certificate has expired/i;

/** What to do where AWS was not reached. @returns undefined where it was */
export function networkAdvice(error: Error & { readonly code?: unknown }): string | undefined {
  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
  if (error.name === "EndpointError" && /^Invalid Configuration: (FIPS|Dualstack)/i.test(error.message)) {
    return "AWS_ENDPOINT_URL names an address, and AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT asks for another: unset one of them";
  }
  const words = `${error.name} ${error.code ?? ""} ${error.message}`;
  if (NOT_TRUSTED.test(words)) {
    return "the certificate is not trusted: name the authority of your network by AWS_CA_BUNDLE (docs/runbooks/network.md)";
  }
  // An error with an HTTP status is an answer, so the service was reached.
  if (!NOT_REACHED.test(words) || "$fault" in error) return undefined;
  return "AWS was not reached: is there a network, a proxy to be named by HTTPS_PROXY (docs/runbooks/network.md), or a wrong AWS_ENDPOINT_URL?";
}

/** Error names of the services for a missing permission; S3 answers a request without a body only with 403. */
const DENIED =
  /^(AccessDenied|AccessDeniedException|AccessDeniedFault|AuthorizationError|AuthorizationErrorException|UnauthorizedOperation|UnauthorizedException|Forbidden|403)$/;

/** Whether AWS says that a permission is missing. */
export const isDenied = (
  error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } },
): boolean => DENIED.test(error.name) || error.$metadata?.httpStatusCode === 403;

/**
 * Which permission is missing, for which resource, and what to do. AWS's message, unless it is only "Access Denied", names the
 * identity that lacks the permission.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 *
 * @returns undefined for an error that does not say that access was denied
 */
export function permissionAdvice(error: Error): string | undefined {
  if (!isDenied(error)) return undefined;
  const [, action, resource] =
    /not authorized to perform:? ([\w-]+:\w+)(?: on (?:the )?resource:? (\S+))?/.exec(error.message) ?? [];
  const call = failedCallOf(error);
  const what = action ?? (call === undefined ? "this call" : call.name);
  const where = resource ?? call?.bucketAndKey;
  const who = action === undefined ? '; "aws sts get-caller-identity" says who they belong to' : "";
  return `these credentials may not ${what}${where ? ` on ${where}` : ""}${who}. Assume a role that may (docs/runbooks/access.md); "npm run doctor" lists what is missing`;
}
