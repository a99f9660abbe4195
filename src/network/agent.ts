import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import { Agent, type AgentConnectOpts } from "agent-base";
import { HttpsProxyAgent } from "https-proxy-agent";
import { awsAuthorities } from "./authorities";
import { proxyFor } from "./proxy";

/** The options of the AWS SDK's own HTTP agent: connections are reused, and each host gets at most 50 connections. */
const KEPT = { keepAlive: true, maxSockets: 50 } as const;

/** An HTTP agent for the AWS SDK. It uses the proxy in the environment variables, and trusts the certificate authorities in them. */
export class NetworkAgent extends Agent {
  private readonly agents = new Map<string, HttpAgent>();

  public constructor(private readonly env: NodeJS.ProcessEnv) {
    super(KEPT); // a request reads keepAlive from this agent, and not from the inner agent that connects
  }

  public override connect(_request: unknown, options: AgentConnectOpts): HttpAgent {
    const { secureEndpoint, host, port } = options;
    const scheme = secureEndpoint ? "https:" : "http:";
    const name = host?.includes(":") ? `[${host}]` : host;
    const proxy = proxyFor(new URL(`${scheme}//${name}:${port}`), this.env);
    const authorities = awsAuthorities(this.env);
    const ca = authorities && { ca: [...authorities] };
    Object.assign(options, ca); // HttpsProxyAgent applies its own `ca` only to the proxy, so the server's `ca` is set here
    if (host !== undefined && isIP(host) !== 0) {
      // If the host is an IP address, Node.js would otherwise check that the certificate is for the name "localhost".
      Object.assign(options, {
        checkServerIdentity: (_name: string, certificate: PeerCertificate) =>
          checkServerIdentity(host, certificate),
      });
    }
    const key = `${scheme} ${proxy}`;
    const agent = this.agents.get(key) ?? make(secureEndpoint, proxy, ca);
    this.agents.set(key, agent);
    return agent;
  }
}

function make(secure: boolean, proxy: string | undefined, ca: { ca: string[] } | undefined): HttpAgent {
  if (proxy !== undefined) return new HttpsProxyAgent(proxy, { ...KEPT, ...ca });
  return secure ? new HttpsAgent(KEPT) : new HttpAgent(KEPT);
}
