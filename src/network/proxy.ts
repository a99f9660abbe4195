import { BlockList, isIP } from "node:net";

/** The default ports by scheme. */
const PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/** Addresses that are always reached without a proxy. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8);
LOOPBACK.addAddress("::1", "ipv6");

/**
 * Returns the proxy for a URL. The rules are those of Go, so that this project and Terraform use the same proxy. `HTTPS_PROXY` applies to https:
 * and `HTTP_PROXY` to http:. `NO_PROXY` lists the hosts that are reached without a proxy: domains (including their subdomains) and
 * addresses, each with or without a port, CIDR blocks, and `*` for all hosts. A variable in lower case applies if the same name in capitals
 * is not set.
 * https://pkg.go.dev/golang.org/x/net/http/httpproxy
 *
 * @returns the proxy's URL, or `undefined` if no proxy applies
 * @throws Error with the name of the variable, if its value is not the URL of an HTTP proxy
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

/** Returns whether a variable names a proxy. Without a proxy, the code for proxies is not loaded. */
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

/** Divides an entry of `NO_PROXY` into host and port. An IPv6 address with a port is in brackets: `[::1]:443`. */
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
