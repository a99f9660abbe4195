import { CreateSecurityGroupCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { Profile } from "../settings/profiles";
import { ACCOUNT_ID, type Emulator } from "./emulator";

/** The parent domain of the hosted zone in a rehearsal of the profile `production`. example.com is reserved for examples (RFC 2606). */
const ZONE = "example.com";

/**
 * For the profile `production`, creates two resources that the stack does not contain: a hosted zone, and a security group of database
 * clients. A team creates such resources before its first deployment.
 *
 * @returns the content of `environments/<suffix>.json`
 */
export async function makePrerequisites(
  profile: Profile,
  suffix: string,
  emulator: Emulator,
): Promise<object> {
  if (profile === "ephemeral") return { profile };
  const { HostedZone } = await new Route53Client(emulator.client).send(
    new CreateHostedZoneCommand({ Name: `${suffix}.${ZONE}`, CallerReference: suffix }),
  );
  const { GroupId } = await new EC2Client(emulator.client).send(
    new CreateSecurityGroupCommand({
      GroupName: `vpn-${suffix}`,
      Description: "People who sign in to the database",
    }),
  );
  return {
    profile,
    accountId: ACCOUNT_ID,
    https: {
      domainName: `payments.${suffix}.${ZONE}`,
      hostedZoneId: HostedZone?.Id?.replace("/hostedzone/", ""),
    },
    access: {
      principalArns: { breakGlass: [`arn:aws:iam::${ACCOUNT_ID}:role/on-call`] },
      databaseClientSecurityGroupIds: [GroupId],
    },
    monitoring: { subscribers: [{ protocol: "email", endpoint: `oncall@${ZONE}` }] },
  };
}
