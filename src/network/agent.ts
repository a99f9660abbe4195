import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import { Agent, type AgentConnectOpts } from "agent-base";
import { HttpsProxyAgent } from "https-proxy-agent";
import { awsAuthorities } from "./authorities";
import { proxyFor } from "./proxy";

/** The same options as the AWS SDK's own agent: connections are reused, at most 50 for a host. */
const KEPT = { keepAlive: true, maxSockets: 50 } as const;

/** Connects each call of the AWS SDK as the environment's variables say: through a proxy or directly, trusting the certificate authorities that they name. */
export class NetworkAgent extends Agent {
  private readonly agents = new Map<string, HttpAgent>();

  public constructor(private readonly env: NodeJS.ProcessEnv) {
    super(KEPT); // a request reads keepAlive from this agent, and not from the agent that connects it
  }

  public override connect(_request: unknown, options: AgentConnectOpts): HttpAgent {
    const { secureEndpoint, host, port } = options;
    const scheme = secureEndpoint ? "https:" : "http:";
    const name = host?.includes(":") ? `[${host}]` : host;
    const proxy = proxyFor(new URL(`${scheme}//${name}:${port}`), this.env);
    const authorities = awsAuthorities(this.env);
    const ca = authorities && { ca: [...authorities] };
    Object.assign(options, ca); // for the server behind the proxy, to which HttpsProxyAgent does not apply its own options
    if (host !== undefined && isIP(host) !== 0) {
      // It would look for the name "localhost" in the certificate of an address.
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
