import type { NetworkAgent } from "../network/agent";
import { hasProxy } from "../network/proxy";

/** The connection options of a client of the AWS SDK. */
interface NetworkOptions<Times> {
  readonly requestHandler: Times & { readonly httpAgent?: NetworkAgent; readonly httpsAgent?: NetworkAgent };
  readonly credentialDefaultProvider?: NonNullable<
    import("@aws-sdk/client-sts").STSClientConfig["credentialDefaultProvider"]
  >;
}

/**
 * Options that make a client use the proxy and the certificate authorities in the environment variables (HTTPS_PROXY, AWS_CA_BUNDLE, ...),
 * because the SDK for JavaScript does not read these variables. The code for proxies is loaded only if one of these variables is set.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-proxies.html
 *
 * @param times time limits, which the returned options contain too
 */
export function networkOptions<Times extends object>(
  times: Times,
  env: NodeJS.ProcessEnv,
): NetworkOptions<Times> {
  if (!hasProxy(env) && !env.AWS_CA_BUNDLE) return { requestHandler: times };
  const { NetworkAgent } = require("../network/agent") as typeof import("../network/agent");
  const agent = new NetworkAgent(env);
  const requestHandler = { ...times, httpAgent: agent, httpsAgent: agent };
  return {
    requestHandler,
    // To fetch SSO credentials, the SDK creates further clients. These clients do not inherit the agent, so the agent is set here.
    credentialDefaultProvider: (init: object) => {
      const { defaultProvider } =
        require("@aws-sdk/credential-provider-node") as typeof import("@aws-sdk/credential-provider-node");
      return defaultProvider({ ...init, clientConfig: { requestHandler } });
    },
  };
}
