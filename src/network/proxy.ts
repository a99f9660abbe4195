import { BlockList, isIP } from "node:net";

/** The default port of each URL scheme. */
const PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/** IP addresses to which requests always go without a proxy. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8);
LOOPBACK.addAddress("::1", "ipv6");

/**
 * Returns the proxy for a URL. The rules are those of Go, so that this project and Terraform use the same proxy. `HTTPS_PROXY` applies to
 * URLs with https:, and `HTTP_PROXY` to URLs with http:. `NO_PROXY` lists the hosts for which no proxy is used. Its entries are domains
 * (which include their subdomains), IP addresses, CIDR blocks, or `*` for all hosts; a domain or an IP address may have a port. A variable
 * may also have its name in lower case; the name in capitals takes precedence.
 * https://pkg.go.dev/golang.org/x/net/http/httpproxy
 *
 * @returns the proxy's URL, or `undefined` if no proxy applies
 * @throws Error if the variable's value is not the URL of an HTTP proxy. The message contains the variable's name
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

/** Returns whether an environment variable contains a proxy. If there is no proxy, the code for proxies is not loaded. */
export const hasProxy = (env: NodeJS.ProcessEnv): boolean =>
  variableOf(env, "HTTPS_PROXY") !== undefined || variableOf(env, "HTTP_PROXY") !== undefined;

const variableOf = (env: NodeJS.ProcessEnv, name: string): string | undefined =>
  env[name] || env[name.toLowerCase()] || undefined;

/** Validates the URL of a proxy. Error messages do not show the URL, because it may contain a password. */
function parsed(value: string, variable: string): string {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const protocol = URL.canParse(url) ? new URL(url).protocol : "no";
  if (protocol === "http:" || protocol === "https:") return url;
  throw new Error(
    `${variable} names a proxy with the scheme "${protocol}", which is not supported: use a URL that begins with http:// or https://`,
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

/** Divides an entry of `NO_PROXY` into host and port. If an IPv6 address has a port, the address is in brackets: `[::1]:443`. */
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
