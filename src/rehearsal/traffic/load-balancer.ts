import { type IncomingMessage, request as requestOf, type Server, type ServerResponse } from "node:http";
import { ALB } from "../../alarms/load-balancer";
import { exactly, type Minute } from "../../alarms/measured";
import { Published } from "../../alarms/published";
import { isIn } from "../../cidr";
import type { Color } from "../../naming/color";
import { TOOK } from "./application";
import type { Clock } from "./clock";
import { LocalServer, listening } from "./local-server";
import type { Routing, Rule, TargetGroup } from "./routing";

export interface LoadBalancerProps {
  readonly clock: Clock;
  /** The port on 127.0.0.1 of each color's server. The addresses of registered targets are ignored. */
  readonly ports: Readonly<Record<Color, number>>;
  /** Returns a random number, with which the proxy chooses a target group by weight. @default Math.random */
  readonly random?: () => number;
}

/**
 * A proxy on 127.0.0.1. It handles requests as an Application Load Balancer does, and counts them in metrics with AWS's names. The proxy
 * counts a request when it chooses the target. AWS does not document when its load balancers count a request.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export class LoadBalancer extends LocalServer {
  /**
   * The listener rules and target groups of the load balancer. If `undefined`, the load balancer closes the connection of every request.
   */
  public routing: Routing | undefined;
  /** A callback that is called whenever the proxy chooses a target. */
  public onForward: (color: Color) => void = () => {};
  private published = new Published();

  private constructor(
    server: Server,
    private readonly props: LoadBalancerProps,
  ) {
    super(server);
    server.keepAliveTimeout = 0; // in Node.js, 0 means no timeout
  }

  public static async open(props: LoadBalancerProps): Promise<LoadBalancer> {
    return new LoadBalancer(await listening(), props);
  }

  /**
   * Returns the metrics that were counted after the last call of this function, and resets them. The keys contain the metric's name and all
   * its dimensions.
   */
  public takeMinute(): Minute {
    for (const group of this.routing?.groups ?? []) {
      if (group.healthy + group.unhealthy === 0) continue;
      const subject = this.subjects(group)[1] ?? "";
      // AWS says: "Reported if there are registered targets". So these metrics are published even if there are no requests.
      this.published.count(ALB, "RequestCount", subject, 0);
      this.published.sample(ALB, "HealthyHostCount", subject, group.healthy);
      this.published.sample(ALB, "UnHealthyHostCount", subject, group.unhealthy);
    }
    const { metrics } = this.published;
    this.published = new Published();
    return metrics;
  }

  protected answer(request: IncomingMessage, response: ServerResponse): void {
    const rule = this.routing?.rules.find((it) => applies(it, request));
    if (rule === undefined) {
      request.socket.destroy();
      return;
    }
    const group = this.choose(rule);
    if (group === undefined || group.healthy + group.unhealthy === 0) {
      this.own(503, response);
      return;
    }
    // AWS would choose among healthy targets, or among all targets if none is healthy. Here all targets of a color are one server.
    this.count("RequestCount", group);
    this.onForward(group.color);
    this.forward(request, response, group);
  }

  private choose({ forward }: Rule): TargetGroup | undefined {
    const { random = Math.random } = this.props;
    let left = random() * forward.reduce((sum, { weight }) => sum + weight, 0);
    return forward.find(({ weight }) => {
      left -= weight;
      return left < 0;
    })?.group;
  }

  private forward(request: IncomingMessage, response: ServerResponse, group: TargetGroup): void {
    const { clock, ports } = this.props;
    const { method, url, headers } = request;
    let decided = false;
    const decide = (become: () => void) => {
      if (decided) return;
      decided = true;
      become();
    };
    const began = performance.now();
    const target = requestOf({
      host: "127.0.0.1",
      port: ports[group.color],
      method,
      path: url,
      headers: { ...headers, connection: "close" },
      agent: false, // do not reuse connections: the target may just be closing one, which would cause another 502 answer
    });
    target.setTimeout(clock.milliseconds(this.routing?.idleTimeoutSeconds ?? 60), () => {
      decide(() => this.own(504, response));
      target.destroy();
    });
    target.on("error", (error: NodeJS.ErrnoException) =>
      decide(() => {
        if (error.code === "ECONNREFUSED") this.count("TargetConnectionErrorCount", group);
        this.own(502, response);
      }),
    );
    target.on("response", (answer) =>
      decide(() => {
        const status = answer.statusCode ?? 0;
        this.count(`HTTPCode_Target_${Math.floor(status / 100)}XX_Count`, group);
        // A real application does not send this header. Then the duration is measured, in real seconds.
        const seconds = Number(answer.headers[TOOK] ?? (performance.now() - began) / 1000);
        for (const subject of this.subjects(group)) {
          this.published.sample(ALB, "TargetResponseTime", subject, seconds);
        }
        answer.on("error", () => response.destroy());
        const { connection, ...passedOn } = answer.headers;
        answer.pipe(response.writeHead(status, passedOn));
      }),
    );
    response.on("close", () => {
      decide(() => this.count("HTTPCode_ELB_4XX_Count")); // 460: the client closed the connection
      target.destroy();
    });
    request.pipe(target);
  }

  /** Sends an answer of the load balancer itself. The metrics of such an answer do not have the dimension TargetGroup. */
  private own(status: 502 | 503 | 504, response: ServerResponse): void {
    this.count("HTTPCode_ELB_5XX_Count");
    this.count(`HTTPCode_ELB_${status}_Count`);
    response.writeHead(status).end();
  }

  private count(metric: string, group?: TargetGroup): void {
    for (const subject of this.subjects(group)) this.published.count(ALB, metric, subject, 1);
  }

  private subjects(group?: TargetGroup): string[] {
    const LoadBalancer = this.routing?.dimension ?? "";
    return [
      exactly({ LoadBalancer }),
      ...(group === undefined ? [] : [exactly({ LoadBalancer, TargetGroup: group.dimension })]),
    ];
  }
}

function applies({ header, sources }: Rule, { headers, socket }: IncomingMessage): boolean {
  const given = header && headers[header.name.toLowerCase()];
  const { remoteAddress = "" } = socket;
  return (
    (header === undefined || header.values.some((it) => it === given)) &&
    (sources === undefined || sources.some((it) => isIn(remoteAddress, it)))
  );
}
