import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { AcmCertificate, AcmCertificateValidation, Route53Record } from "../resources/classes";

export interface CertificateProps {
  readonly suffix: string;
  readonly domainName: string;
  /** Id of the Route 53 hosted zone in which Terraform creates the validation record. */
  readonly hostedZoneId: string;
}

/** A certificate for one host name, validated by DNS. ACM renews the certificate while the validation record exists. */
export class Certificate extends Construct {
  /** ARN of the certificate. Resources that use this ARN are created after ACM has issued the certificate. */
  public readonly arn: string;

  public constructor(scope: Construct, id: string, { suffix, domainName, hostedZoneId }: CertificateProps) {
    super(scope, id);
    const certificate = new AcmCertificate(this, "certificate", {
      domainName,
      validationMethod: "DNS",
      tags: { Name: resourceName(suffix, "certificate") },
      lifecycle: { createBeforeDestroy: true }, // the listener uses the old certificate until the new one is issued
    });
    const proof = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(this, "validation-record", {
      zoneId: hostedZoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 60, // seconds
      allowOverwrite: true, // ACM always asks for the same record for the same host name
    });
    this.arn = new AcmCertificateValidation(this, "validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
    }).certificateArn;
  }
}
