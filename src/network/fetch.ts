import type { Dispatcher } from "undici";
import { allAuthorities } from "./authorities";
import { hasProxy, proxyFor } from "./proxy";

/** The dispatchers of requests, by their environment variables: connections are reused, and close when they are idle. */
const dispatchers = new WeakMap<NodeJS.ProcessEnv, Dispatcher>();

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
  const undici = await import("undici");
  const dispatcher = dispatchers.get(env) ?? dispatcherOf(undici, ca, env);
  dispatchers.set(env, dispatcher);
  const { fetch: through } = undici;
  return (await through(url, { ...init, signal: init.signal ?? null, dispatcher })) as unknown as Response;
}

function dispatcherOf(
  { Agent, Pool, ProxyAgent }: Pick<typeof import("undici"), "Agent" | "Pool" | "ProxyAgent">,
  ca: readonly string[] | undefined,
  env: NodeJS.ProcessEnv,
): Dispatcher {
  const tls = ca === undefined ? {} : { ca: [...ca] };
  return new Agent({
    factory(origin) {
      const uri = proxyFor(new URL(origin), env);
      return uri === undefined
        ? new Pool(origin, { connect: tls })
        : new ProxyAgent({ uri, requestTls: tls, proxyTls: tls });
    },
  });
}
