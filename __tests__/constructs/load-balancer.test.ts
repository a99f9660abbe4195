import { CUSTOM, EPHEMERAL, PRIVATE, PRODUCTION } from "../support/environments";
import { type Synthesized, synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const url = (environment: Synthesized) => environment.output("application_url").value;

describe("the load balancer", () => {
  it("faces the internet by IPv4, drops invalid headers, logs, and may be destroyed", () => {
    for (const environment of [ephemeral, synthesized(PRODUCTION)]) {
      expect(environment.count("aws_lb")).toBe(1);
      expect(environment.resource("aws_lb.load_balancer_load_balancer")).toEqual({
        name: "load-balancer-x1",
        load_balancer_type: "application",
        internal: false,
        ip_address_type: "ipv4",
        security_groups: ["${aws_security_group.firewall_alb_security_group.id}"],
        subnets: ["a", "b", "c"].map((zone) => `\${aws_subnet.network_public_subnet_us_east_1${zone}.id}`),
        drop_invalid_header_fields: true,
        enable_deletion_protection: false,
        access_logs: { enabled: true, bucket: "${aws_s3_bucket.load_balancer_access_logs_bucket.bucket}" },
        depends_on: expect.any(Array),
      });
    }
  });

  it("stands after the bucket's policy, which its first delivery needs, and after the routes to the internet", () => {
    const { depends_on: after } = ephemeral.resource("aws_lb.load_balancer_load_balancer");
    expect(after).toContain("aws_s3_bucket_policy.load_balancer_access_logs_policy");
    expect(after).toContain("aws_route.network_public_route");
    for (const zone of ["a", "b", "c"]) {
      expect(after).toContain(
        `aws_route_table_association.network_public_route_table_association_us_east_1${zone}`,
      );
    }
  });
});

describe("the application's URL", () => {
  it("is plain HTTP to the load balancer without a certificate", () => {
    expect(url(ephemeral)).toBe("http://${aws_lb.load_balancer_load_balancer.dns_name}");
    expect(ephemeral.count("aws_route53_record")).toBe(0);
  });

  it("is HTTPS to the load balancer with a certificate alone", () => {
    const environment = synthesized(CUSTOM);
    expect(url(environment)).toBe("https://${aws_lb.load_balancer_load_balancer.dns_name}");
    expect(environment.count("aws_route53_record")).toBe(0);
  });

  it("is the domain, which an alias record leads to the load balancer", () => {
    const environment = synthesized(PRIVATE);
    expect(url(environment)).toBe("https://payments.example.com");
    expect(environment.resource("aws_route53_record.load_balancer_alias_record")).toEqual({
      zone_id: "Z0123456789ABCDEFGHIJ",
      name: "payments.example.com",
      type: "A",
      alias: {
        name: "${aws_lb.load_balancer_load_balancer.dns_name}",
        zone_id: "${aws_lb.load_balancer_load_balancer.zone_id}",
        evaluate_target_health: true,
      },
    });
  });
});
