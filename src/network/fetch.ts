import { allAuthorities } from "./authorities";
import { hasProxy, proxyFor } from "./proxy";

/**
 * `fetch`, through the proxy and with the authorities that the environment's variables name: that of Node.js before 24 knows neither.
 * Each redirection is followed on its own host's way.
 */
export async function fetchByEnvironment(
  url: string,
  init: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  } & Pick<RequestInit, "redirect" | "signal"> = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<Response> {
  const ca = allAuthorities(env);
  if (!hasProxy(env) && ca === undefined) return fetch(url, init);
  const { Agent, fetch: through, Pool, ProxyAgent } = await import("undici");
  const tls = ca === undefined ? {} : { ca: [...ca] };
  const dispatcher = new Agent({
    factory(origin) {
      const uri = proxyFor(new URL(origin), env);
      return uri === undefined
        ? new Pool(origin, { connect: tls })
        : new ProxyAgent({ uri, requestTls: tls, proxyTls: tls });
    },
  });
  return (await through(url, { ...init, signal: init.signal ?? null, dispatcher })) as unknown as Response;
}
