import type { Dispatcher } from "undici";
import { allAuthorities } from "./authorities";
import { hasProxy, proxyFor } from "./proxy";

/**
 * One dispatcher (undici's connection pool) for each set of environment variables, so that connections are reused. Idle connections are
 * closed.
 */
const dispatchers = new WeakMap<NodeJS.ProcessEnv, Dispatcher>();

/**
 * Calls `fetch` with the proxy and the certificate authorities in the environment variables. Before version 24 of Node.js, its own `fetch`
 * does not read such variables. If the answer is a redirection to another host, the proxy is chosen again for that host.
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
