import { CERTIFICATE_ARN, CUSTOM, EPHEMERAL, PRIVATE, PRODUCTION } from "../support/environments";
import { synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);
const target = (color: string) => `\${aws_lb_target_group.traffic_target_group_${color}.arn}`;
const LIVE = "try(tonumber(aws_ssm_parameter.traffic_split_parameter.insecure_value), 20)";

describe.each(["blue", "green"])("the target group of %s", (color) => {
  const address = `aws_lb_target_group.traffic_target_group_${color}`;

  it("keeps what would force a new one, which the listener's hold on the old one would fail", () => {
    for (const environment of [ephemeral, production]) {
      const { name, port, protocol, target_type, vpc_id } = environment.resource(address);
      expect({ name, port, protocol, target_type, vpc_id }).toEqual({
        name: `target-group-${color}-x1`,
        port: 80,
        protocol: "HTTP",
        target_type: "ip",
        vpc_id: "${aws_vpc.network_vpc.id}",
      });
      expect(environment.resource(address)).not.toHaveProperty("lifecycle"); // a fixed name cannot exist twice
      expect(environment.resource(address)).not.toHaveProperty("name_prefix");
    }
  });

  it("asks each task for its health every 30 seconds and lets requests finish for 30", () => {
    expect(ephemeral.resource(address)).toMatchObject({
      deregistration_delay: "30",
      health_check: {
        path: "/healthz",
        port: "traffic-port",
        protocol: "HTTP",
        matcher: "200",
        interval: 30,
        timeout: 5,
        healthy_threshold: 2,
        unhealthy_threshold: 2,
      },
    });
  });

  it("stays as it is when the container's port changes: ECS registers each task with its own", () => {
    const moved = synthesized(CUSTOM);
    expect(moved.resource(address)).toEqual(ephemeral.resource(address));
    expect(moved.resource(`aws_ecs_service.${color}_service`).load_balancer[0].container_port).toBe(8081);
  });
});

describe("the listener", () => {
  const forward = {
    default_action: [
      {
        type: "forward",
        forward: {
          target_group: [
            { arn: target("blue"), weight: `\${(100 - ${LIVE})}` },
            { arn: target("green"), weight: `\${${LIVE}}` },
          ],
          stickiness: { enabled: false, duration: 3600 },
        },
      },
    ],
    load_balancer_arn: "${aws_lb.load_balancer_load_balancer.arn}",
  };

  /** The firewall lets callers in before the listener is on a port, and until it has left it. */
  const opened = (...ports: readonly number[]) =>
    ports.map((port) => `aws_vpc_security_group_ingress_rule.firewall_world_to_alb_${port}_ingress`);

  it("forwards by the live weights, not stickily, over HTTP without a certificate", () => {
    expect(ephemeral.addresses("aws_lb_listener")).toEqual(["aws_lb_listener.traffic_listener"]);
    expect(ephemeral.resource("aws_lb_listener.traffic_listener")).toEqual({
      ...forward,
      port: 80,
      protocol: "HTTP",
      depends_on: opened(80),
    });
  });

  it("does so over HTTPS, TLS 1.3 preferred, with one", () => {
    expect(production.resource("aws_lb_listener.traffic_listener")).toEqual({
      ...forward,
      port: 443,
      protocol: "HTTPS",
      certificate_arn: CERTIFICATE_ARN,
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      depends_on: opened(80, 443),
    });
  });

  it("is then joined by one that sends HTTP to HTTPS, once port 80 is free", () => {
    expect(production.addresses("aws_lb_listener")).toEqual([
      "aws_lb_listener.traffic_listener",
      "aws_lb_listener.traffic_redirect",
    ]);
    expect(production.resource("aws_lb_listener.traffic_redirect")).toEqual({
      load_balancer_arn: "${aws_lb.load_balancer_load_balancer.arn}",
      port: 80,
      protocol: "HTTP",
      default_action: [
        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } },
      ],
      depends_on: ["aws_lb_listener.traffic_listener"],
    });
  });
});

describe("smoke tests", () => {
  it("have no rule without source addresses: anybody could reach the idle color", () => {
    expect(ephemeral.count("aws_lb_listener_rule")).toBe(0);
    expect(production.count("aws_lb_listener_rule")).toBe(0);
  });

  it("reach each color by its header, from the configured addresses only", () => {
    const environment = synthesized(PRIVATE);
    expect(environment.count("aws_lb_listener_rule")).toBe(2);
    for (const [color, priority] of [
      ["blue", 1],
      ["green", 2],
    ] as const) {
      expect(environment.resource(`aws_lb_listener_rule.traffic_smoke_test_${color}`)).toEqual({
        listener_arn: "${aws_lb_listener.traffic_listener.arn}",
        priority,
        condition: [
          { http_header: { http_header_name: "X-Color", values: [color] } },
          { source_ip: { values: ["198.51.100.0/24", "203.0.113.9/32"] } },
        ],
        action: [{ type: "forward", target_group_arn: target(color) }],
      });
    }
  });
});
