import type { NetworkAgent } from "../network/agent";
import { hasProxy } from "../network/proxy";

/** The options of an AWS SDK client that are about its connections. */
interface NetworkOptions<Times> {
  readonly requestHandler: Times & { readonly httpAgent?: NetworkAgent; readonly httpsAgent?: NetworkAgent };
  readonly credentialDefaultProvider?: NonNullable<
    import("@aws-sdk/client-sts").STSClientConfig["credentialDefaultProvider"]
  >;
}

/**
 * Returns options for a client of the AWS SDK. With them, the client uses the proxy and the certificate authorities in the environment
 * variables (HTTPS_PROXY, AWS_CA_BUNDLE, ...). The SDK for JavaScript does not read these variables itself. The code for proxies is loaded
 * only if one of these variables is set.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-proxies.html
 *
 * @param times the time limits of calls; the returned options contain them too
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
    // The SDK creates further clients to get SSO credentials. These clients do not use the agent above, so it is set here for them.
    credentialDefaultProvider: (init: object) => {
      const { defaultProvider } =
        require("@aws-sdk/credential-provider-node") as typeof import("@aws-sdk/credential-provider-node");
      return defaultProvider({ ...init, clientConfig: { requestHandler } });
    },
  };
}
