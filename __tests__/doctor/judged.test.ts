import { FUTURE, runtime } from "../../src/doctor/future";
import { node } from "../../src/doctor/machine";
import { elasticIps, fargateVcpus, QUOTAS } from "../../src/doctor/quotas";
import type { Subject } from "../../src/doctor/subject";
import { recordsInvocations, recordsReads, TRAIL } from "../../src/doctor/trail";
import { PROFILES } from "../../src/settings/profiles";

describe("Node.js", () => {
  it.each([
    ["18.20.0", "fail"],
    ["20.8.1", "fail"],
    ["20.9.0", "pass"],
    ["24.1.0", "pass"],
  ])("%s", (version, kind) => expect(node(version).kind).toBe(kind));
});

describe("what an environment takes of the quotas", () => {
  it("is as docs/runbooks/quotas.md has it", () => {
    expect(fargateVcpus(PROFILES.ephemeral)).toEqual({ steady: 8, deploying: 16, most: 32 });
    expect(fargateVcpus(PROFILES.production)).toEqual({ steady: 8, deploying: 16, most: 160 });
    expect([elasticIps(PROFILES.ephemeral), elasticIps(PROFILES.production)]).toEqual([1, 3]);
  });

  it("follows the size of a task", () => {
    const { application } = PROFILES.production;
    const big = { application: { ...application, cpuUnits: 8192 as const } };
    expect(fargateVcpus(big)).toMatchObject({ steady: 32, deploying: 64 });
  });
});

describe("a trail", () => {
  const advanced = (...FieldSelectors: object[]) =>
    ({ AdvancedEventSelectors: [{ FieldSelectors }] }) as never;
  const equals = (Field: string, ...Equals: string[]) => ({ Field, Equals });

  it.each([
    ["basic, all", { EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true }] }, true],
    [
      "basic, reads",
      { EventSelectors: [{ ReadWriteType: "ReadOnly", IncludeManagementEvents: true }] },
      true,
    ],
    [
      "basic, writes",
      { EventSelectors: [{ ReadWriteType: "WriteOnly", IncludeManagementEvents: true }] },
      false,
    ],
    [
      "basic, data only",
      { EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: false }] },
      false,
    ],
    ["advanced, all", advanced(equals("eventCategory", "Management")), true],
    ["advanced, writes", advanced(equals("eventCategory", "Management"), equals("readOnly", "false")), false],
    ["advanced, data", advanced(equals("eventCategory", "Data")), false],
    [
      "basic, without STS",
      { EventSelectors: [{ ReadWriteType: "All", ExcludeManagementEventSources: ["sts.amazonaws.com"] }] },
      false,
    ],
    [
      "basic, without KMS",
      { EventSelectors: [{ ReadWriteType: "All", ExcludeManagementEventSources: ["kms.amazonaws.com"] }] },
      true,
    ],
    [
      "advanced, without KMS",
      advanced(equals("eventCategory", "Management"), {
        Field: "eventSource",
        NotEquals: ["kms.amazonaws.com", "rdsdata.amazonaws.com"],
      }),
      true,
    ],
    [
      "advanced, without STS",
      advanced(equals("eventCategory", "Management"), {
        Field: "eventSource",
        NotEquals: ["kms.amazonaws.com", "sts.amazonaws.com"],
      }),
      false,
    ],
    [
      "advanced, some services",
      advanced(equals("eventCategory", "Management"), equals("eventSource", "rds.amazonaws.com")),
      false,
    ],
    [
      "advanced, without what gets something",
      advanced(equals("eventCategory", "Management"), {
        Field: "eventName",
        NotStartsWith: ["Get", "Assume"],
      }),
      false,
    ],
    [
      "advanced, of some callers",
      advanced(equals("eventCategory", "Management"), { Field: "userIdentity.arn", EndsWith: ["/ada"] }),
      false,
    ],
    ["nothing", {}, false],
  ])("%s: whether it records who assumes a role", (_, selectors, expected) =>
    expect(recordsReads(selectors as never)).toBe(expected),
  );

  const ARN = "arn:aws:lambda:us-east-1:123456789012:function:release-controller-dev";
  const lambda = equals("resources.type", "AWS::Lambda::Function");
  const basic = (...Values: string[]) => ({
    EventSelectors: [{ DataResources: [{ Type: "AWS::Lambda::Function", Values }] }],
  });
  const basicOf = (ReadWriteType: string) => ({
    EventSelectors: [{ ...basic(ARN).EventSelectors[0], ReadWriteType }],
  });

  it.each([
    ["every function", basic("arn:aws:lambda"), true],
    ["this one", basic(ARN), true],
    ["another", basic(ARN.replace("dev", "prod")), false],
    ["this one, writes", basicOf("WriteOnly"), true],
    ["this one, reads", basicOf("ReadOnly"), false],
    ["advanced, every function", advanced(lambda), true],
    ["advanced, this one", advanced(lambda, equals("resources.ARN", ARN)), true],
    ["advanced, another", advanced(lambda, equals("resources.ARN", `${ARN}2`)), false],
    [
      "advanced, by its beginning",
      advanced(lambda, { Field: "resources.ARN", StartsWith: [ARN.slice(0, -3)] }),
      true,
    ],
    ["advanced, without this one", advanced(lambda, { Field: "resources.ARN", NotEquals: [ARN] }), false],
    ["advanced, reads", advanced(lambda, equals("readOnly", "true")), false],
    ["advanced, buckets", advanced(equals("resources.type", "AWS::S3::Object")), false],
  ])("%s: whether it records who invokes the release controller", (_, selectors, expected) =>
    expect(recordsInvocations(selectors as never, ARN)).toBe(expected),
  );
});

describe("CloudTrail of releases", () => {
  const of = (status: object) => {
    const answers: Readonly<Record<string, object>> = {
      DescribeTrailsCommand: {
        trailList: [
          { TrailARN: "arn:aws:cloudtrail:us-east-1:123456789012:trail/t", IsMultiRegionTrail: true },
        ],
      },
      GetTrailStatusCommand: { IsLogging: true, ...status },
      GetEventSelectorsCommand: {
        EventSelectors: [{ DataResources: [{ Type: "AWS::Lambda::Function", Values: ["arn:aws:lambda"] }] }],
      },
    };
    const cloudTrail = {
      send: async ({ constructor: { name } }: { constructor: { name: string } }) => answers[name],
    };
    const subject = { aws: { cloudTrail }, suffix: "dev", me: async () => ({ accountId: "123456789012" }) };
    const check = TRAIL.find(({ name }) => name === "CloudTrail of releases");
    return check?.look(subject as unknown as Subject, new AbortController().signal);
  };

  it("passes where a trail records and delivers", async () =>
    expect(await of({})).toEqual({ kind: "pass", text: "t records who invokes release-controller-dev" }));

  it("cannot be known where the trail's bucket gets no log files", async () =>
    expect(await of({ LatestDeliveryError: "NoSuchBucket" })).toEqual({
      kind: "cannot know",
      text: "t records who invokes release-controller-dev, but could not deliver log files to its bucket: NoSuchBucket",
    }));
});

describe("the Lambda runtime", () => {
  it("passes until AWS refuses it for new functions, and fails from that day on", () => {
    expect(runtime(new Date("2027-05-31T23:59:59Z")).kind).toBe("pass");
    expect(runtime(new Date("2027-06-01T00:00:00Z")).kind).toBe("fail");
  });
});

describe("the final snapshot", () => {
  const of = async (database: object) => {
    const settings = () => ({
      ...PROFILES.ephemeral,
      database: { ...PROFILES.ephemeral.database, ...database },
    });
    const check = FUTURE.find(({ name }) => name === "final snapshot");
    return (
      await check?.look({ settings, suffix: "dev" } as unknown as Subject, new AbortController().signal)
    )?.text;
  };

  it("is named where one will be left, with its key", async () =>
    expect(await of({ finalSnapshot: true, kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1" })).toBe(
      "the snapshot aurora-final-snapshot-dev-<time> of the database, encrypted with arn:aws:kms:us-east-1:123456789012:key/1: until somebody deletes it",
    ));

  it("is none where the settings ask for none", async () =>
    expect(await of({})).toBe("no snapshot of the database, because database.finalSnapshot is off"));

  it("is no question where nothing can be destroyed", async () =>
    expect(await of({ deletionProtection: true })).toBe(
      "database.deletionProtection refuses to destroy the database",
    ));
});

describe("the quota of Fargate", () => {
  const used = async (...vcpus: number[]) => {
    const quotas = {
      send: async () => ({
        Quota: { Value: 20, UsageMetric: { MetricNamespace: "AWS/Usage", MetricName: "n" } },
      }),
    };
    const cloudWatch = { send: async () => ({ MetricDataResults: [{ Values: vcpus }] }) };
    const settings = () => PROFILES.ephemeral;
    const subject = { aws: { quotas, cloudWatch }, settings, me: async () => ({}) };
    const check = QUOTAS.find(({ name }) => name === "quota of Fargate");
    return check?.look(subject as unknown as Subject, new AbortController().signal);
  };

  it("passes where a deployment fits beside what is used", async () =>
    expect(await used(4)).toMatchObject({ kind: "pass" }));

  it("cannot be known to suffice where it fits only if what is used is its own", async () =>
    expect(await used(5)).toMatchObject({ kind: "cannot know" }));

  it("says where it does not know what is used", async () =>
    expect((await used())?.text).toContain(
      "the quota is 20; CloudWatch has no data about what the account used during the last hour",
    ));
});
