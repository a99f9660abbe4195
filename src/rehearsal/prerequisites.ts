import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { ACCOUNT_ID, type Emulator } from "./emulator";

export type Profile = "ephemeral" | "production";

/** The domain that a production rehearsal serves; example.com belongs to nobody (RFC 2606). */
const ZONE = "example.com";

/**
 * Makes what a profile needs from outside the stack, as a team would before its first deployment.
 *
 * @returns what belongs into `environments/<suffix>.json`, or `undefined` where the profile needs no file
 */
export async function makePrerequisites(
  profile: Profile,
  suffix: string,
  emulator: Emulator,
): Promise<object | undefined> {
  if (profile === "ephemeral") return undefined;
  const { HostedZone } = await new Route53Client(emulator.client).send(
    new CreateHostedZoneCommand({ Name: `${suffix}.${ZONE}`, CallerReference: suffix }),
  );
  return {
    profile,
    accountId: ACCOUNT_ID,
    https: {
      domainName: `payments.${suffix}.${ZONE}`,
      hostedZoneId: HostedZone?.Id?.replace("/hostedzone/", ""),
    },
    monitoring: { subscribers: [{ protocol: "email", endpoint: `oncall@${ZONE}` }] },
  };
}
