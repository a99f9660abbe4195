import { Resolver } from "node:dns/promises";
import { GetHostedZoneCommand } from "@aws-sdk/client-route-53";
import type { Check } from "./check";
import { cannotKnow, type Finding, fail, pass } from "./finding";
import type { Subject } from "./subject";

const plain = (name: string) => name.replace(/\.$/, "").toLowerCase();

/**
 * Checks that the hosted zone of the settings exists, is public, and contains the application's domain.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html
 */
async function zone(subject: Subject): Promise<Finding> {
  const { domainName, hostedZoneId } = subject.settings().https ?? {};
  if (hostedZoneId === undefined || domainName === undefined) {
    return pass("https.hostedZoneId is not set: no DNS record is created");
  }
  const found = await zoneOf(subject, hostedZoneId);
  if (found === undefined) {
    return fail(
      `there is no hosted zone ${hostedZoneId} in this account`,
      "correct https.hostedZoneId: aws route53 list-hosted-zones",
    );
  }
  if (found.isPrivate) {
    return fail(
      `${hostedZoneId} is a private hosted zone: ACM cannot validate a certificate in it`,
      "set https.hostedZoneId to the public hosted zone",
    );
  }
  const isWithin = domainName === found.name || domainName.endsWith(`.${found.name}`);
  return isWithin
    ? pass(`${found.name}, which contains ${domainName}`)
    : fail(
        `${hostedZoneId} is the hosted zone of ${found.name}, and https.domainName ${domainName} is not in it`,
        "correct https.hostedZoneId or https.domainName",
      );
}

/**
 * Checks that the application's domain is delegated to the hosted zone in Route 53, and to no other name servers. Without the delegation,
 * ACM never issues the certificate, and the deployment waits for it until the time limit. With other name servers beside those of the
 * hosted zone, the check cannot know: ACM and clients may ask a name server that does not have the records of the hosted zone.
 * https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-DNS-validation.html
 */
async function delegation(subject: Subject): Promise<Finding> {
  const { hostedZoneId } = subject.settings().https ?? {};
  if (hostedZoneId === undefined)
    return pass("https.hostedZoneId is not set: there is no delegation to check");
  const found = await zoneOf(subject, hostedZoneId);
  if (found === undefined || found.isPrivate) return cannotKnow("there is no public hosted zone, see above");
  const { name, servers } = found;
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  try {
    const asked = (await resolver.resolveNs(name)).map(plain).sort();
    const others = asked.filter((server) => !servers.includes(server));
    if (asked.length > 0 && others.length === 0)
      return pass(`DNS shows as name servers of ${name} only those of the hosted zone: ${asked.join(", ")}`);
    return others.length < asked.length
      ? cannotKnow(
          `besides name servers of the hosted zone, DNS shows others for ${name}: ${others.join(", ")}. It is not known whether these have the same records; if they do not, remove them where the domain is registered`,
        )
      : fail(
          `${name} is delegated to ${asked.join(", ") || "no name server"}, and the name servers of the hosted zone are ${servers.join(", ")}`,
          "enter only the hosted zone's name servers where the domain is registered",
        );
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    return code === "ENOTFOUND" || code === "ENODATA"
      ? fail(
          `DNS has no name servers for ${name}`,
          `enter ${servers.join(", ")} as its name servers where the domain is registered`,
        )
      : cannotKnow(`the name servers of ${name} cannot be looked up from this machine: ${message}`);
  }
}

async function zoneOf({ aws, me }: Subject, Id: string) {
  await me();
  const answer = await aws.route53.send(new GetHostedZoneCommand({ Id })).catch((error: Error) => {
    if (error.name === "NoSuchHostedZone") return undefined;
    throw error;
  });
  return (
    answer && {
      name: plain(answer.HostedZone?.Name ?? ""),
      isPrivate: answer.HostedZone?.Config?.PrivateZone === true,
      servers: (answer.DelegationSet?.NameServers ?? []).map(plain),
    }
  );
}

/** Checks of the application's domain. */
export const DOMAIN: readonly Check<Subject>[] = [
  { name: "hosted zone", calls: ["route53:GetHostedZone"], look: zone },
  { name: "name servers", calls: ["route53:GetHostedZone"], look: delegation },
];
