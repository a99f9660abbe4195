import type { NetworkAgent } from "../network/agent";
import { hasProxy } from "../network/proxy";

/** The connection options of a client of AWS's SDK. */
interface NetworkOptions<Times> {
  readonly requestHandler: Times & { readonly httpAgent?: NetworkAgent; readonly httpsAgent?: NetworkAgent };
  readonly credentialDefaultProvider?: NonNullable<
    import("@aws-sdk/client-sts").STSClientConfig["credentialDefaultProvider"]
  >;
}

/**
 * Connects clients through the proxy, and with the authorities, that the environment's variables name: the SDK for JavaScript reads
 * none of them. https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-proxies.html
 *
 * Nothing is loaded where none is set.
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
    // The clients that fetch an SSO session's credentials take no agent from the client that they are fetched for.
    credentialDefaultProvider: (init: object) => {
      const { defaultProvider } =
        require("@aws-sdk/credential-provider-node") as typeof import("@aws-sdk/credential-provider-node");
      return defaultProvider({ ...init, clientConfig: { requestHandler } });
    },
  };
}
