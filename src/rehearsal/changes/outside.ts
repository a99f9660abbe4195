import { ACMClient, RequestCertificateCommand } from "@aws-sdk/client-acm";
import { CreateSecurityGroupCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { Emulator } from "../emulator";

/** The domain of the rehearsed environments. example.com is reserved for examples (RFC 2606). */
export const DOMAIN = "changes.example.com";

/**
 * Resources that settings refer to, but that the stack does not create. Some fields contain two values, because a rehearsed change replaces
 * the first value in a setting by the second value.
 */
export interface Outside {
  readonly kmsKeyArns: readonly [string, string];
  readonly certificateArns: readonly [string, string];
  readonly hostedZoneIds: readonly [string, string];
  readonly securityGroupId: string;
}

/** Creates the resources of {@link Outside} in the emulated account. */
export async function makeOutside({ client }: Emulator): Promise<Outside> {
  const [kms, acm, route53] = [new KMSClient(client), new ACMClient(client), new Route53Client(client)];
  const key = async () => (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
  const certificate = async () =>
    (await acm.send(new RequestCertificateCommand({ DomainName: `*.${DOMAIN}`, ValidationMethod: "DNS" })))
      .CertificateArn ?? "";
  const zone = async (CallerReference: string) => {
    const made = await route53.send(new CreateHostedZoneCommand({ Name: DOMAIN, CallerReference }));
    return made.HostedZone?.Id?.replace("/hostedzone/", "") ?? "";
  };
  const group = await new EC2Client(client).send(
    new CreateSecurityGroupCommand({ GroupName: "vpn", Description: "People who sign in to the database" }),
  );
  return {
    kmsKeyArns: [await key(), await key()],
    certificateArns: [await certificate(), await certificate()],
    hostedZoneIds: [await zone("first"), await zone("second")],
    securityGroupId: group.GroupId ?? "",
  };
}
