import { BlockList, isIP } from "node:net";

/** The default ports of URLs. */
const PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/** Addresses that are always reached without a proxy. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8);
LOOPBACK.addAddress("::1", "ipv6");

/**
 * The proxy through which an address is reached: Terraform's answer, which is Go's, so that both take the same way.
 * `HTTPS_PROXY` counts for https: and `HTTP_PROXY` for http:; `NO_PROXY` lists domains (with their subdomains), addresses and
 * CIDR blocks, each with a port or without, or `*`. The names in lower case count where those in capitals are not set.
 * https://pkg.go.dev/golang.org/x/net/http/httpproxy
 *
 * @returns its URL, or `undefined` where the address is reached without one
 * @throws Error naming the variable, where it names no HTTP proxy
 */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): string | undefined {
  const variable = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = variableOf(env, variable);
  if (proxy === undefined) return undefined;
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, "");
  const port = url.port || (PORTS[url.protocol] ?? "");
  if (host === "localhost" || contains(LOOPBACK, host)) return undefined;
  const excluded = (variableOf(env, "NO_PROXY") ?? "").split(",").map((it) => it.trim().toLowerCase());
  if (excluded.some((it) => it !== "" && matches(it, host, port))) return undefined;
  return parsed(proxy, variable);
}

/** Whether any variable names a proxy; without one, the proxy's code need not be loaded. */
export const hasProxy = (env: NodeJS.ProcessEnv): boolean =>
  variableOf(env, "HTTPS_PROXY") !== undefined || variableOf(env, "HTTP_PROXY") !== undefined;

const variableOf = (env: NodeJS.ProcessEnv, name: string): string | undefined =>
  env[name] || env[name.toLowerCase()] || undefined;

/** The value may hold a password: no message shows it. */
function parsed(value: string, variable: string): string {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const protocol = URL.canParse(url) ? new URL(url).protocol : "no";
  if (protocol === "http:" || protocol === "https:") return url;
  throw new Error(
    `${variable} names a proxy by "${protocol}", which this command cannot use: name one that begins with http:// or https://`,
  );
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  const [, block = "", bits] = /^(.+)\/(\d+)$/.exec(entry) ?? [];
  if (bits !== undefined) return isIP(block) !== 0 && contains(subnet(block, Number(bits)), host);
  const [, name = entry, only] = withPort(entry) ?? [];
  if (only !== undefined && only !== port) return false;
  const version = isIP(name);
  if (version !== 0) return contains(subnet(name, version === 4 ? 32 : 128), host);
  const domain = name.replace(/^\*(?=\.)/, "");
  return domain.startsWith(".") ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

/** An address of version 6 is in brackets, where a port follows: `[::1]:443`. */
const withPort = (entry: string) => /^\[(.+)\](?::(\d+))?$/.exec(entry) ?? /^([^:]+)(?::(\d+))?$/.exec(entry);

function subnet(address: string, bits: number): BlockList {
  const list = new BlockList();
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  if (bits <= (family === "ipv4" ? 32 : 128)) list.addSubnet(address, bits, family);
  return list;
}

function contains(list: BlockList, host: string): boolean {
  const version = isIP(host);
  return version !== 0 && list.check(host, version === 4 ? "ipv4" : "ipv6");
}
