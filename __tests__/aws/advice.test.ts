import { networkAdvice, permissionAdvice, signInAdvice } from "../../src/aws/advice";
import { NOTES_FAILED_CALLS } from "../../src/aws/failed-call";

const failing = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });
const provider = (message: string) => failing("CredentialsProviderError", message);

describe("who is not signed in is told what to do about", () => {
  it("a profile that does not exist", () =>
    expect(
      signInAdvice(provider("Could not load credentials from any providers"), { AWS_PROFILE: "nope" }),
    ).toBe(
      'the profile "nope" of AWS_PROFILE does not exist or contains no credentials: "aws configure list-profiles" lists the profiles of this machine',
    ));

  it("no profile at all", () =>
    expect(signInAdvice(provider("Could not load credentials from any providers"), {})).toMatch(/^sign in,/));

  it.each([
    "The SSO session token associated with profile=sso was not found or is invalid. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
    "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
  ])("an SSO session that ended: %s", (message) =>
    expect(signInAdvice(provider(message), { AWS_PROFILE: "sso" })).toBe(
      "there is no valid SSO session: aws sso login --profile sso",
    ),
  );

  it("credentials that AWS does not take any more", () =>
    expect(signInAdvice(failing("ExpiredToken", "as AWS says it"), {})).toBe(
      "the AWS credentials have expired: sign in again",
    ));

  it("nothing of the kind, where the SSO's own address is not reached", () =>
    expect(
      signInAdvice(provider("getaddrinfo ENOTFOUND portal.sso.eu-west-1.amazonaws.com"), {}),
    ).toBeUndefined());
});

describe("where AWS was not reached", () => {
  it.each([
    failing("Error", "getaddrinfo ENOTFOUND sts.us-east-1.amazonaws.com", { code: "ENOTFOUND" }),
    failing("Error", "connect ECONNREFUSED 127.0.0.1:9", { code: "ECONNREFUSED" }),
    failing("TimeoutError", "Socket timed out without establishing a connection within 2000 ms"),
  ])("that is said: %s", (error) =>
    expect(networkAdvice(error)).toMatch(/^AWS was not reached: .*HTTPS_PROXY/),
  );

  it("an authority that is not trusted is told from no network", () =>
    expect(networkAdvice(failing("Error", "unable to get local issuer certificate"))).toMatch(
      /AWS_CA_BUNDLE/,
    ));

  it("an address of one's own beside one of AWS's other kinds is said by the variables' names", () =>
    expect(
      networkAdvice(
        failing("EndpointError", "Invalid Configuration: FIPS and custom endpoint are not supported"),
      ),
    ).toMatch(/AWS_ENDPOINT_URL .*AWS_USE_FIPS_ENDPOINT .*unset one/));

  it("is not where a service answers that something timed out", () =>
    expect(
      networkAdvice(failing("RequestTimeout", "the request timed out", { $fault: "client" })),
    ).toBeUndefined());
});

describe("a permission that is missing", () => {
  it("is named by call and resource, where AWS names them", () =>
    expect(
      permissionAdvice(
        failing(
          "AccessDeniedException",
          "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: ecs:DescribeServices on resource: arn:aws:ecs:us-east-1:123456789012:service/a/b because no identity-based policy allows it",
        ),
      ),
    ).toMatch(
      /^these credentials may not ecs:DescribeServices on arn:aws:ecs:us-east-1:123456789012:service\/a\/b\. Assume a role/,
    ));

  it("is named by our own call, where AWS says only that it denies access", () => {
    const error = failing("AccessDenied", "Access Denied");
    const input = { Bucket: "state", Key: "dev/lock.json" };
    NOTES_FAILED_CALLS.error({ clientName: "S3Client", commandName: "GetObjectCommand", input, error });
    expect(permissionAdvice(error)).toMatch(
      /^these credentials may not S3 GetObject on state\/dev\/lock\.json; "aws sts get-caller-identity" shows their identity/,
    );
  });

  it("is none where AWS says something else", () =>
    expect(permissionAdvice(failing("NoSuchKey", "The specified key does not exist."))).toBeUndefined());
});
