import { EPHEMERAL, PRODUCTION, VARIANTS } from "../support/environments";
import { statementsOf } from "../support/policies";
import { synthesized } from "../support/synthesized";

const production = synthesized(PRODUCTION);
const SERVICES = [
  ["ecr_api", "ecr.api"],
  ["ecr_dkr", "ecr.dkr"],
  ["logs", "logs"],
  ["secretsmanager", "secretsmanager"],
] as const;

describe("interface endpoints", () => {
  it("are left out in ephemeral: there is the S3 gateway endpoint only", () => {
    expect(synthesized(EPHEMERAL).addresses("aws_vpc_endpoint")).toEqual([
      "aws_vpc_endpoint.network_gateway_endpoint_s3",
    ]);
  });

  it("stand for exactly what Fargate calls in production", () => {
    expect(production.addresses("aws_vpc_endpoint")).toEqual([
      ...SERVICES.map(([name]) => `aws_vpc_endpoint.interface_endpoints_${name}`),
      "aws_vpc_endpoint.network_gateway_endpoint_s3",
    ]);
  });

  it.each(VARIANTS)("stand for each service that roles of tasks may call: %s", (_label, overrides) => {
    const environment = synthesized(overrides);
    const endpoints = environment
      .resources("aws_vpc_endpoint")
      .map(([, it]) => it.service_name.split(".")[3]);
    const ofTasks = environment
      .resources("aws_iam_role_policy")
      .filter(([name]) => /_(application|execution|migration)_role_policy$/.test(name))
      .flatMap(([, { policy }]) => statementsOf(policy))
      .filter(({ Condition }) => !JSON.stringify(Condition ?? {}).includes("kms:ViaService")); // another calls KMS
    const called = new Set(
      ofTasks.flatMap(({ Action }) => [Action].flat()).map((it: string) => it.split(":")[0]),
    );
    expect(called).toContain("logs");
    // Left over: its endpoint in src/constructs/interface-endpoints.ts.
    const without = [...called].filter((it) => it !== "rds-db" && !endpoints.includes(it)); // the database is called itself
    expect(endpoints.length > 1 ? without : []).toEqual([]);
  });

  it.each(SERVICES)(
    "for %s are reached under the usual name, in every zone, by their own group",
    (name, service) => {
      expect(production.resource(`aws_vpc_endpoint.interface_endpoints_${name}`)).toEqual({
        vpc_id: "${aws_vpc.network_vpc.id}",
        service_name: `com.amazonaws.us-east-1.${service}`,
        vpc_endpoint_type: "Interface",
        private_dns_enabled: true,
        subnet_ids: ["a", "b", "c"].map(
          (zone) => `\${aws_subnet.network_private_subnet_us_east_1${zone}.id}`,
        ),
        security_group_ids: ["${aws_security_group.firewall_endpoint_security_group.id}"],
        tags: { Name: `interface-endpoint-${service.replace(".", "-")}-x1` },
        depends_on: ["tasks", "migration"].flatMap((from) =>
          ["egress", "ingress"].map(
            (way) => `aws_vpc_security_group_${way}_rule.firewall_${from}_to_endpoints_${way}`,
          ),
        ),
        lifecycle: { create_before_destroy: true },
      });
    },
  );
});
