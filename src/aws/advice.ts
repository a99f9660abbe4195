import { failedCallOf } from "./failed-call";

/** Advice for missing or wrong AWS credentials. */
export const SIGN_IN =
  'sign in, so that "aws sts get-caller-identity" works without asking for an MFA code, and check the spelling of AWS_PROFILE';
/** Advice for expired AWS credentials. */
export const SIGN_IN_AGAIN = "the AWS credentials have expired: sign in again";

/** The advice for each error of AWS or its SDK about missing, wrong or expired credentials. The keys are the names of the errors. */
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

/** Returns advice for an error about AWS credentials. @returns undefined for other errors */
export function signInAdvice(error: Error, { AWS_PROFILE }: NodeJS.ProcessEnv): string | undefined {
  const { name, message } = error;
  const advice = networkAdvice(error) === undefined ? NOBODY[name] : undefined;
  if (advice === undefined || !/(Credentials|Token)ProviderError/.test(name)) return advice;
  // If the error is about a session of IAM Identity Center, the SDK's message contains "SSO":
  // https://docs.aws.amazon.com/sdkref/latest/guide/understanding-sso.html
  if (/\bSSO\b/.test(message)) {
    return `there is no valid SSO session: aws sso login${AWS_PROFILE ? ` --profile ${AWS_PROFILE}` : ""}`;
  }
  if (AWS_PROFILE && message.startsWith("Could not load credentials")) {
    return `the profile "${AWS_PROFILE}" of AWS_PROFILE does not exist or contains no credentials: "aws configure list-profiles" lists the profiles of this machine`;
  }
  return advice;
}

/** Matches errors of Node.js about a host that cannot be reached. https://nodejs.org/api/errors.html#common-system-errors */
const NOT_REACHED =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b|getaddrinfo|timed? ?out/i;
/** Matches errors about a certificate that is not trusted. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const NOT_TRUSTED = /self[- ]signed certificate|unable to (get|verify).*certificate|certificate has expired/i;

/** Returns advice for an error that occurs if AWS cannot be reached. @returns undefined for other errors */
export function networkAdvice(error: Error & { readonly code?: unknown }): string | undefined {
  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
  if (error.name === "EndpointError" && /^Invalid Configuration: (FIPS|Dualstack)/i.test(error.message)) {
    return "AWS_ENDPOINT_URL names one endpoint, and AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT selects another: unset one of these variables";
  }
  const words = `${error.name} ${error.code ?? ""} ${error.message}`;
  if (NOT_TRUSTED.test(words)) {
    return "the certificate is not trusted: set AWS_CA_BUNDLE to the file with your network's certificate authority (docs/deploy.md)";
  }
  // If an error has an HTTP status, it is an answer of an AWS service, so the service was reached.
  if (!NOT_REACHED.test(words) || "$fault" in error) return undefined;
  return "AWS was not reached: check the network, set HTTPS_PROXY if there is a proxy (docs/deploy.md), and check AWS_ENDPOINT_URL";
}

/**
 * Matches the names that AWS services give to errors about a missing permission. An error of an S3 HEAD request has no such name, only the
 * status 403.
 */
const DENIED =
  /^(AccessDenied|AccessDeniedException|AccessDeniedFault|AuthorizationError|AuthorizationErrorException|UnauthorizedOperation|UnauthorizedException|Forbidden|403)$/;

/** Returns whether an error is AWS's answer to a call without permission. */
export const isDenied = (
  error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } },
): boolean => DENIED.test(error.name) || error.$metadata?.httpStatusCode === 403;

/**
 * Returns advice for an error about a missing permission: the action, the resource, and the next step. AWS's own message contains the
 * identity that lacks the permission. If AWS's message is only "Access Denied", the advice says how to find the identity.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 *
 * @returns undefined for other errors
 */
export function permissionAdvice(error: Error): string | undefined {
  if (!isDenied(error)) return undefined;
  const [, action, resource] =
    /not authorized to perform:? ([\w-]+:\w+)(?: on (?:the )?resource:? (\S+))?/.exec(error.message) ?? [];
  const call = failedCallOf(error);
  const what = action ?? (call === undefined ? "this call" : call.name);
  const where = resource ?? call?.bucketAndKey;
  const who = action === undefined ? '; "aws sts get-caller-identity" shows their identity' : "";
  return `these credentials may not ${what}${where ? ` on ${where}` : ""}${who}. Assume a role with this permission (docs/runbooks/access.md); "npm run doctor" lists missing permissions`;
}
