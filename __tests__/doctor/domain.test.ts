import { Resolver } from "node:dns/promises";
import { DOMAIN } from "../../src/doctor/domain";
import type { Subject } from "../../src/doctor/subject";
import { PROFILES } from "../../src/settings/profiles";

const OWN = ["ns-1.awsdns-1.com", "ns-2.awsdns-2.net"];

/** What the doctor finds where DNS answers with these name servers. */
async function delegatedTo(servers: readonly string[]) {
  jest.spyOn(Resolver.prototype, "resolveNs").mockResolvedValue([...servers]);
  const route53 = {
    send: async () => ({ HostedZone: { Name: "example.com." }, DelegationSet: { NameServers: OWN } }),
  };
  const https = { domainName: "pay.example.com", hostedZoneId: "Z1" };
  const subject = {
    aws: { route53 },
    me: async () => ({}),
    settings: () => ({ ...PROFILES.ephemeral, https }),
  };
  const check = DOMAIN.find(({ name }) => name === "name servers");
  return check?.look(subject as unknown as Subject, new AbortController().signal);
}

afterEach(() => jest.restoreAllMocks());

it.each([
  ["all of them", [...OWN].reverse()],
  ["some of them, in capital letters and with a dot", ["NS-1.awsdns-1.com."]],
])("a domain passes that is delegated to the hosted zone's name servers only: %s", async (_, servers) =>
  expect(await delegatedTo(servers)).toMatchObject({
    kind: "pass",
    text: expect.stringMatching(
      /^DNS shows as name servers of example\.com only those of the hosted zone: ns-1/,
    ),
  }),
);

it.each([
  ["others", ["ns.old.example"], "ns.old.example"],
  ["none", [], "no name server"],
])("a domain fails that is delegated to %s", async (_, servers, shown) =>
  expect(await delegatedTo(servers)).toMatchObject({
    kind: "fail",
    text: `example.com is delegated to ${shown}, and the name servers of the hosted zone are ${OWN.join(", ")}`,
  }),
);

it("of a domain with other name servers beside the hosted zone's, it is not known what they answer", async () =>
  expect(await delegatedTo(["ns.old.example", ...OWN])).toMatchObject({
    kind: "cannot know",
    text: expect.stringMatching(
      /^besides name servers of the hosted zone, DNS shows others for example\.com: ns\.old\.example\. /,
    ),
  }));
