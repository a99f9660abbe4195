import { CERTIFICATE_ARN, PRIVATE, PRODUCTION } from "../support/environments";
import { synthesized } from "../support/synthesized";

const domain = synthesized(PRIVATE);
const option = (attribute: string) =>
  `\${tolist(aws_acm_certificate.certificate_certificate.domain_validation_options).0.${attribute}}`;

describe("the certificate", () => {
  it("is requested for the domain, and outlives its replacement's making", () => {
    expect(domain.resource("aws_acm_certificate.certificate_certificate")).toEqual({
      domain_name: "payments.example.com",
      validation_method: "DNS",
      tags: { Name: "certificate-x1" },
      lifecycle: { create_before_destroy: true },
    });
  });

  it("is proved by a record in the hosted zone", () => {
    expect(domain.resource("aws_route53_record.certificate_validation_record")).toEqual({
      zone_id: "Z0123456789ABCDEFGHIJ",
      name: option("resource_record_name"),
      type: option("resource_record_type"),
      records: [option("resource_record_value")],
      ttl: 60,
      allow_overwrite: true,
    });
  });

  it("is used by the listener only once it is issued", () => {
    expect(domain.resource("aws_acm_certificate_validation.certificate_validation")).toEqual({
      certificate_arn: "${aws_acm_certificate.certificate_certificate.arn}",
      validation_record_fqdns: ["${aws_route53_record.certificate_validation_record.fqdn}"],
    });
    expect(domain.resource("aws_lb_listener.traffic_listener").certificate_arn).toBe(
      "${aws_acm_certificate_validation.certificate_validation.certificate_arn}",
    );
  });

  it("is not requested when one is given, even with a domain", () => {
    const given = synthesized({ ...PRIVATE, https: { ...PRIVATE.https, certificateArn: CERTIFICATE_ARN } });
    for (const environment of [given, synthesized(PRODUCTION)]) {
      expect(environment.count("aws_acm_certificate")).toBe(0);
      expect(environment.resource("aws_lb_listener.traffic_listener").certificate_arn).toBe(CERTIFICATE_ARN);
    }
    expect(given.addresses("aws_route53_record")).toEqual(["aws_route53_record.load_balancer_alias_record"]);
  });
});
