import { X509Certificate } from "node:crypto";
import { EPHEMERAL } from "../support/environments";
import { synthesized } from "../support/synthesized";

const environment = synthesized(EPHEMERAL);
const [migration] = JSON.parse(
  environment.resource("aws_ecs_task_definition.migration_task_task_definition").container_definitions,
);
const bundle: string = migration.environment.find(
  ({ name }: { name: string }) => name === "DATABASE_CA_BUNDLE",
)?.value;
const certificates = bundle
  .split(/(?<=-----END CERTIFICATE-----\n)/)
  .map((certificate) => new X509Certificate(certificate));

describe("the certificates by which the migration verifies the database", () => {
  it("are the three root authorities of RDS in the region, which sign themselves, to the bit", () => {
    expect(
      certificates.map((certificate) => [
        /CN=(.*)/.exec(certificate.subject)?.[1],
        certificate.fingerprint256.slice(0, 23),
        certificate.ca && certificate.verify(certificate.publicKey),
      ]),
    ).toEqual([
      ["Amazon RDS us-east-1 Root CA RSA2048 G1", "E4:CE:41:D0:69:F4:BD:CD", true],
      ["Amazon RDS us-east-1 Root CA RSA4096 G1", "1C:75:3C:F0:33:4F:F8:2A", true],
      ["Amazon RDS us-east-1 Root CA ECC384 G1", "82:D9:9E:9E:40:97:03:04", true],
    ]);
  });

  it("outlive every environment", () => {
    for (const { validTo } of certificates) expect(new Date(validTo).getUTCFullYear()).toBeGreaterThan(2060);
  });

  it("have the one that signs the instances' certificates", () => {
    for (const [, instance] of environment.resources("aws_rds_cluster_instance")) {
      expect(instance.ca_cert_identifier).toBe("rds-ca-rsa2048-g1");
    }
  });
});
