import type { ClientConfig } from "../../src/inventory/readers";
import { verdictOf } from "../../src/sweep/report";
import { type Sweep, sweep } from "../../src/sweep/sweep";
import { madeUpAws } from "../support/made-up-aws";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** An AWS that refuses who asks certain services for anything, and has nothing of any other. */
const refusing = (isRefused: (host: string) => boolean) => ({
  region: "us-east-1",
  credentials: { accessKeyId: "x", secretAccessKey: "x" },
  maxAttempts: 1,
  requestHandler: {
    handle: async ({ hostname }: { hostname: string }) => {
      const name = isRefused(hostname) ? "AccessDeniedException" : "Unreachable";
      throw Object.assign(new Error("not you"), { name });
    },
  },
});

const ask = (client: ClientConfig, onProgress?: (done: number, total: number, type: string) => void) =>
  sweep({ suffix: "pr-1", accountId: "123456789012", client, ...(onProgress && { onProgress }) });

const reported = (swept: Sweep) => ({
  ...swept,
  suffix: "pr-1",
  accountId: "",
  who: "",
  at: "",
  deployed: 0,
  stateWritten: "2026-03-04T05:00:00.000Z",
  documents: [],
  notRemoved: [],
});

it("certifies nothing to somebody who may read nothing, and names every type", async () => {
  const shown: string[] = [];
  const swept = await ask(
    refusing(() => true),
    (done, total) => shown.push(`${done} of ${total}`),
  );
  expect(swept.asked.length).toBeGreaterThan(40);
  expect(swept.asked.filter(({ failure }) => failure !== "AccessDeniedException: not you")).toEqual([]);
  expect(swept.leftovers).toEqual([]);
  expect(verdictOf(reported(swept))).toBe("unanswered");
  expect(shown).toEqual(swept.asked.map((_, n) => `${n + 1} of ${swept.asked.length}`));
});

it("names the types that the refusing service has", async () => {
  const swept = await ask(refusing((host) => host.startsWith("kms.")));
  const refused = swept.asked.filter(({ failure }) => failure?.startsWith("AccessDenied"));
  expect(refused.map(({ type }) => type)).toEqual(["KMS alias", "KMS key"]);
});

describe("a key that may not be read", () => {
  const KEY = "11111111-0000-0000-0000-000000000000";
  const why = "AccessDeniedException: not this key";
  /** Of an account that has only this key, as far as we ask it. */
  const asked = async (tagged: readonly string[]) => {
    const swept = await ask(
      madeUpAws({
        kms: (action) =>
          action === "ListKeys"
            ? { Keys: [{ KeyId: KEY }] }
            : { refused: "AccessDeniedException", message: "not this key" },
        tagging: () => ({ ResourceTagMappingList: tagged.map((ResourceARN) => ({ ResourceARN })) }),
      }),
    );
    return { ...swept, asked: swept.asked.filter(({ type }) => ["tagging API", "KMS key"].includes(type)) };
  };

  it("is named, and somebody else's unless the tagging API says otherwise", async () => {
    const swept = await asked([]);
    expect(swept).toEqual({
      asked: [
        { type: "tagging API", inAccount: 0, ofEnvironment: 0 },
        { type: "KMS key", inAccount: 1, ofEnvironment: 0 },
      ],
      leftovers: [],
      remembered: [],
      unread: [{ type: "KMS key", id: KEY, unread: why }],
      validations: [],
    });
    expect(verdictOf(reported(swept))).toBe("certificate");
  });

  it("is left where its tags name the environment: it may wait for its deletion, or not", async () => {
    const swept = await asked([`arn:aws:kms:us-east-1:123456789012:key/${KEY}`]);
    expect([swept.leftovers, swept.unread]).toEqual([[{ type: "KMS key", id: KEY, unread: why }], []]);
    expect(verdictOf(reported(swept))).toBe("leftovers");
  });
});

it("lists the records with which ACM validates domains, whoever's they are, and takes none for left", async () => {
  const records = [
    ["_1.a.com.", "CNAME", "_2.x.acm-validations.aws."],
    ["_1.b.com.", "TXT", "_2.x.acm-validations.aws."],
    ["www.a.com.", "CNAME", "acm-validations.aws.b.com."],
  ].map(
    ([name, type, value]) =>
      `<ResourceRecordSet><Name>${name}</Name><Type>${type}</Type><ResourceRecords><ResourceRecord><Value>${value}</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>`,
  );
  // One answer to both calls: each takes its own part.
  const answer = `<A><HostedZones><HostedZone><Id>/hostedzone/Z1</Id></HostedZone></HostedZones><ResourceRecordSets>${records.join("")}</ResourceRecordSets></A>`;
  const { validations, leftovers } = await ask(madeUpAws({ route53: () => answer }));
  expect(validations).toEqual([{ type: "Route 53 record", id: "_1.a.com. CNAME", validates: true }]);
  expect(leftovers).toEqual([]);
});
