import type { Item } from "../../src/inventory/item";
import { type SweepReport, sweepJson, sweepText, verdictOf } from "../../src/sweep/report";

const REPORT: SweepReport = {
  suffix: "pr-1",
  accountId: "123456789012",
  who: "arn:aws:iam::123456789012:user/ada",
  at: "2026-03-04T05:06:07.000Z",
  deployed: 0,
  stateWritten: "2026-03-04T05:00:00.000Z",
  asked: [
    { type: "EC2 VPC", inAccount: 2, ofEnvironment: 0 },
    { type: "KMS key", inAccount: 1, ofEnvironment: 0 },
  ],
  leftovers: [],
  remembered: [],
  unread: [],
  validations: [],
  documents: [],
  notRemoved: [],
};
const LOG_GROUP: Item = { type: "CloudWatch log group", id: "log-group-blue-pr-1" };
const SNAPSHOT: Item = { type: "RDS cluster snapshot", id: "final", name: "aurora-cluster-pr-1" };
const UNKNOWN: Item = { type: "dynamodb table", id: "arn:aws:dynamodb:us-east-1:123456789012:table/x" };
const REMEMBERED: SweepReport["remembered"] = [
  { type: "ECS task definition", id: "blue:1", remembered: { state: "inactive" } },
  { type: "KMS key", id: "0a", remembered: { state: "pending deletion", until: "2026-03-11T00:00:00.000Z" } },
];

describe("for people", () => {
  it("is a certificate that says who asked what, where and when, and which deleted items AWS still lists", () => {
    expect(
      sweepText({ ...REPORT, remembered: REMEMBERED }),
    ).toBe(`Destroy certificate: nothing is left of pr-1

  environment  pr-1
  account      123456789012
  region       us-east-1
  asked by     arn:aws:iam::123456789012:user/ada
  at           2026-03-04T05:06:07.000Z
  state        0 resources, written 2026-03-04T05:00:00.000Z

  deleted or pending deletion  id      state             until
  ---------------------------  ------  ----------------  ------------------------
  ECS task definition          blue:1  inactive          AWS decides
  KMS key                      0a      pending deletion  2026-03-11T00:00:00.000Z

  asked    in the account  of pr-1
  -------  --------------  -------
  EC2 VPC  2               0
  KMS key  1               0

Destroy certificate: nothing is left of pr-1`);
  });

  it("names what stays in the state bucket, and is a certificate all the same", () => {
    const documents = ["s3://states/pr-1/release.json", "s3://states/pr-1/release.unreadable.json"];
    const text = sweepText({ ...REPORT, documents });
    expect(text).toMatch(/^Destroy certificate/);
    expect(text).toContain(`
  state        0 resources, written 2026-03-04T05:00:00.000Z
  stays in S3  s3://states/pr-1/release.json s3://states/pr-1/release.unreadable.json
`);
  });

  it("is a list of what is left, why, and how it goes", () => {
    expect(
      sweepText({ ...REPORT, leftovers: [LOG_GROUP, SNAPSHOT, UNKNOWN] }),
    ).toContain(`3 items are left of pr-1

  environment  pr-1
  account      123456789012
  region       us-east-1
  asked by     arn:aws:iam::123456789012:user/ada
  at           2026-03-04T05:06:07.000Z
  state        0 resources, written 2026-03-04T05:00:00.000Z

  type                  id                                               --delete    why it may be there
  --------------------  -----------------------------------------------  ----------  -------------------------------------------------------
  CloudWatch log group  log-group-blue-pr-1                              removes it  created again by a service that still wrote logs
  RDS cluster snapshot  final                                            -           somebody took this snapshot by hand
  dynamodb table        arn:aws:dynamodb:us-east-1:123456789012:table/x  -           destroy failed half-way, or somebody created it by hand

To delete by hand, when you are sure:
  aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier final
  dynamodb table arn:aws:dynamodb:us-east-1:123456789012:table/x: delete it in the console of its AWS service`);
  });

  it("is no certificate while it is deployed, and gives no hint how to take it apart", () => {
    const text = sweepText({ ...REPORT, deployed: 93, leftovers: [LOG_GROUP] });
    expect(text).toMatch(
      /^pr-1 is still deployed: its state contains 93 resources\. This is no certificate; it lists what exists:\n/,
    );
    expect(text).not.toMatch(/Destroy certificate|--delete|aws logs/);
    expect(text).toContain("log-group-blue-pr-1");
  });

  it("is no certificate over what AWS did not answer, and names it", () => {
    const asked = [{ type: "KMS key", inAccount: 0, ofEnvironment: 0, failure: "AccessDeniedException: no" }];
    const text = sweepText({ ...REPORT, asked });
    expect(text).toMatch(/^No certificate: some calls about pr-1 failed\n/);
    expect(text).toContain("  KMS key       AccessDeniedException: no");
    expect(text).not.toContain("Destroy certificate");
  });
});

describe("without a state", () => {
  const none = { ...REPORT, stateWritten: undefined };

  it("is no certificate where nothing was ever seen: the suffix may be mistyped", () => {
    expect(sweepText({ ...none, hadState: false })).toBe(
      `No certificate: there is no trace of an environment pr-1; check the spelling

  environment  pr-1
  account      123456789012
  region       us-east-1
  asked by     arn:aws:iam::123456789012:user/ada
  at           2026-03-04T05:06:07.000Z
  state        none, and no older versions`,
    );
  });

  it("is a certificate over one that was deleted", () => {
    const text = sweepText({ ...none, hadState: true });
    expect(text).toMatch(/^Destroy certificate: /);
    expect(text).toContain("\n  state        deleted: the state bucket has older versions\n");
  });

  it("is a certificate over one whose release document stays, also if nobody could list older versions", () => {
    const documents = ["s3://states/pr-1/release.json"];
    for (const hadState of [false, undefined]) {
      expect(sweepText({ ...none, hadState, documents })).toMatch(/^Destroy certificate: /);
    }
  });

  it("says beside what is left only that there is no state: the first apply may have failed to save it", () => {
    const text = sweepText({ ...none, hadState: false, leftovers: [LOG_GROUP] });
    expect(text).toContain("\n  state        none, and no older versions\n");
  });

  it("says where nobody could say whether there was one", () => {
    const text = sweepText(none);
    expect(text).toMatch(
      /^No certificate: nothing of pr-1 was found, but older versions of its state cannot be listed, so it is not known whether it existed\n/,
    );
    expect(text).toMatch(
      /\n {2}state {8}none; older versions cannot be listed without s3:ListBucketVersions$/,
    );
  });
});

it("lists what AWS refused to remove, in its own words", () => {
  const notRemoved = [{ item: LOG_GROUP, failure: "OperationAbortedException: in use" }];
  const report = { ...REPORT, leftovers: [LOG_GROUP], notRemoved };
  expect(sweepText(report)).toContain(`
  not removed           id                   what AWS says
  --------------------  -------------------  ---------------------------------
  CloudWatch log group  log-group-blue-pr-1  OperationAbortedException: in use
`);
  expect(JSON.parse(sweepJson(report)).notRemoved).toEqual([
    { ...LOG_GROUP, failure: "OperationAbortedException: in use" },
  ]);
});

describe("keys that could not be read", () => {
  const key = (id: string): Item => ({ type: "KMS key", id, unread: "AccessDeniedException: no" });
  const answered = { type: "tagging API", inAccount: 0, ofEnvironment: 0 };

  it("are a note to the certificate", () => {
    const report = { ...REPORT, asked: [answered], unread: [key("0a"), key("0b")] };
    expect(sweepText(report)).toMatch(/^Destroy certificate: /);
    expect(sweepText(report)).toContain(
      "\n\n2 keys could not be read; the tagging API does not list them as pr-1's: 0a, 0b\n\n",
    );
    expect(sweepText({ ...report, unread: [key("0a")] })).toContain(
      "\n\n1 key could not be read; the tagging API does not list it as pr-1's: 0a\n\n",
    );
    expect(JSON.parse(sweepJson(report)).unread).toEqual([
      { type: "KMS key", id: "0a", why: "AccessDeniedException: no" },
      { type: "KMS key", id: "0b", why: "AccessDeniedException: no" },
    ]);
  });

  it("are nobody's where the tagging API did not answer either, and there is no certificate", () => {
    const asked = [{ ...answered, failure: "AccessDeniedException: no" }];
    const text = sweepText({ ...REPORT, asked, unread: [key("0a")] });
    expect(text).toMatch(/^No certificate: /);
    expect(text).toMatch(/\n\n1 key could not be read: 0a$/);
  });
});

describe("records with which ACM validates a domain, and which show no environment", () => {
  const record = (id: string): Item => ({ type: "Route 53 record", id, validates: true });
  const report = { ...REPORT, validations: [record("_1.a.com. CNAME")] };
  const NOTE = /not known whether left of pr-1/;

  it("are a note to the certificate, and to a list of what is left", () => {
    expect(sweepText(report)).toMatch(/^Destroy certificate: /);
    expect(sweepText(report)).toContain(
      "\n\nnot known whether left of pr-1: 1 DNS record with which ACM validates a domain shows no environment: _1.a.com. CNAME\n\n",
    );
    const two = { ...report, validations: [...report.validations, record("_2.b.com. CNAME")] };
    expect(sweepText({ ...two, leftovers: [LOG_GROUP] })).toContain(
      "2 DNS records with which ACM validates a domain show no environment: _1.a.com. CNAME, _2.b.com. CNAME\n",
    );
    expect(JSON.parse(sweepJson(two)).validations).toEqual(["_1.a.com. CNAME", "_2.b.com. CNAME"]);
  });

  it("are no note where the environment is deployed, or was never seen", () => {
    expect(sweepText({ ...report, deployed: 1 })).not.toMatch(NOTE);
    expect(sweepText({ ...report, stateWritten: undefined, hadState: false })).not.toMatch(NOTE);
  });
});

it("for scripts, it says the same", () => {
  const { asked, ...json } = JSON.parse(
    sweepJson({ ...REPORT, leftovers: [LOG_GROUP, SNAPSHOT], remembered: REMEMBERED }),
  );
  expect(asked).toEqual(REPORT.asked);
  expect(json).toEqual({
    verdict: "leftovers",
    suffix: "pr-1",
    accountId: "123456789012",
    region: "us-east-1",
    who: "arn:aws:iam::123456789012:user/ada",
    at: "2026-03-04T05:06:07.000Z",
    deployed: 0,
    stateWritten: "2026-03-04T05:00:00.000Z",
    documents: [],
    notRemoved: [],
    unread: [],
    validations: [],
    leftovers: [
      {
        type: "CloudWatch log group",
        id: "log-group-blue-pr-1",
        removable: true,
        why: "created again by a service that still wrote logs",
        byHand: "aws logs delete-log-group --log-group-name log-group-blue-pr-1",
      },
      {
        type: "RDS cluster snapshot",
        id: "final",
        removable: false,
        why: "somebody took this snapshot by hand",
        byHand: "aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier final",
      },
    ],
    remembered: [
      { type: "ECS task definition", id: "blue:1", state: "inactive" },
      { type: "KMS key", id: "0a", state: "pending deletion", until: "2026-03-11T00:00:00.000Z" },
    ],
  });
});

it.each<[verdict: string, changes: Partial<SweepReport>]>([
  ["certificate", {}],
  ["certificate", { remembered: REMEMBERED }],
  ["certificate", { remembered: REMEMBERED, stateWritten: undefined, hadState: false }],
  ["certificate", { stateWritten: undefined, hadState: true }],
  ["unseen", { stateWritten: undefined, hadState: false }],
  ["unanswered", { stateWritten: undefined }],
  ["certificate", { stateWritten: undefined, documents: ["s3://states/pr-1/release.json"] }],
  ["leftovers", { leftovers: [LOG_GROUP], stateWritten: undefined }],
  ["leftovers", { leftovers: [LOG_GROUP] }],
  ["deployed", { deployed: 1 }],
  ["deployed", { deployed: 1, leftovers: [LOG_GROUP] }],
  [
    "unanswered",
    {
      deployed: 1,
      leftovers: [LOG_GROUP],
      asked: [{ type: "EC2 VPC", inAccount: 0, ofEnvironment: 0, failure: "" }],
    },
  ],
])("the verdict is %s", (verdict, changes) => {
  expect(verdictOf({ ...REPORT, ...changes })).toBe(verdict);
});
