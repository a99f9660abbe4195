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
    { kind: "EC2 VPC", inAccount: 2, ofEnvironment: 0 },
    { kind: "KMS key", inAccount: 1, ofEnvironment: 0 },
  ],
  leftovers: [],
  remembered: [],
};
const LOG_GROUP: Item = { kind: "CloudWatch log group", id: "log-group-blue-pr-1" };
const SNAPSHOT: Item = { kind: "RDS cluster snapshot", id: "final", name: "aurora-cluster-pr-1" };
const UNKNOWN: Item = { kind: "dynamodb table", id: "arn:aws:dynamodb:us-east-1:123456789012:table/x" };
const REMEMBERED: SweepReport["remembered"] = [
  { kind: "ECS task definition", id: "blue:1", remembered: { state: "inactive" } },
  { kind: "KMS key", id: "0a", remembered: { state: "pending deletion", until: "2026-03-11T00:00:00.000Z" } },
];

describe("for people", () => {
  it("is a certificate that says who asked what, where and when, and what AWS only remembers", () => {
    expect(
      sweepText({ ...REPORT, remembered: REMEMBERED }),
    ).toBe(`Destroy certificate: nothing is left of pr-1

  environment  pr-1
  account      123456789012
  region       us-east-1
  asked by     arn:aws:iam::123456789012:user/ada
  at           2026-03-04T05:06:07.000Z
  state        0 resources, written 2026-03-04T05:00:00.000Z

  what AWS only remembers  id      state             until
  -----------------------  ------  ----------------  ------------------------
  ECS task definition      blue:1  inactive          AWS decides
  KMS key                  0a      pending deletion  2026-03-11T00:00:00.000Z

  asked    in the account  of pr-1
  -------  --------------  -------
  EC2 VPC  2               0
  KMS key  1               0`);
  });

  it("is a list of what is left, why, and how it goes", () => {
    expect(sweepText({ ...REPORT, leftovers: [LOG_GROUP, SNAPSHOT, UNKNOWN] })).toContain(`3 left of pr-1

  environment  pr-1
  account      123456789012
  region       us-east-1
  asked by     arn:aws:iam::123456789012:user/ada
  at           2026-03-04T05:06:07.000Z
  state        0 resources, written 2026-03-04T05:00:00.000Z

  kind                  id                                               --delete    why it may be there
  --------------------  -----------------------------------------------  ----------  --------------------------------------------------
  CloudWatch log group  log-group-blue-pr-1                              removes it  its service wrote once more while it was destroyed
  RDS cluster snapshot  final                                            -           a final snapshot, or somebody took it
  dynamodb table        arn:aws:dynamodb:us-east-1:123456789012:table/x  -           destroy ended half-way, or it was made by hand

By hand, when you are sure:
  aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier final
  dynamodb table arn:aws:dynamodb:us-east-1:123456789012:table/x: by the service that has it`);
  });

  it("is no certificate while it is deployed, and gives no hint how to take it apart", () => {
    const text = sweepText({ ...REPORT, deployed: 93, leftovers: [LOG_GROUP] });
    expect(text).toMatch(
      /^pr-1 is still deployed: its state holds 93 resources\. What exists, not a certificate:\n/,
    );
    expect(text).not.toMatch(/Destroy certificate|--delete|aws logs/);
    expect(text).toContain("log-group-blue-pr-1");
  });

  it("is no certificate over what AWS did not answer, and names it", () => {
    const asked = [{ kind: "KMS key", inAccount: 0, ofEnvironment: 0, failure: "AccessDeniedException: no" }];
    const text = sweepText({ ...REPORT, asked });
    expect(text).toMatch(/^No certificate: AWS did not answer everything about pr-1\n/);
    expect(text).toContain("  KMS key       AccessDeniedException: no");
    expect(text).not.toContain("Destroy certificate");
  });
});

it("says where there is no state: then perhaps nothing was there to be destroyed", () => {
  expect(sweepText({ ...REPORT, stateWritten: undefined })).toContain(
    "\n  state        none: nothing was deployed under this name and state bucket\n",
  );
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
    leftovers: [
      {
        kind: "CloudWatch log group",
        id: "log-group-blue-pr-1",
        removable: true,
        why: "its service wrote once more while it was destroyed",
        byHand: "aws logs delete-log-group --log-group-name log-group-blue-pr-1",
      },
      {
        kind: "RDS cluster snapshot",
        id: "final",
        removable: false,
        why: "a final snapshot, or somebody took it",
        byHand: "aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier final",
      },
    ],
    remembered: [
      { kind: "ECS task definition", id: "blue:1", state: "inactive" },
      { kind: "KMS key", id: "0a", state: "pending deletion", until: "2026-03-11T00:00:00.000Z" },
    ],
  });
});

it.each<[verdict: string, changes: Partial<SweepReport>]>([
  ["certificate", {}],
  ["certificate", { remembered: REMEMBERED }],
  ["leftovers", { leftovers: [LOG_GROUP] }],
  ["deployed", { deployed: 1 }],
  ["deployed", { deployed: 1, leftovers: [LOG_GROUP] }],
  [
    "unanswered",
    {
      deployed: 1,
      leftovers: [LOG_GROUP],
      asked: [{ kind: "EC2 VPC", inAccount: 0, ofEnvironment: 0, failure: "" }],
    },
  ],
])("the verdict is %s", (verdict, changes) => {
  expect(verdictOf({ ...REPORT, ...changes })).toBe(verdict);
});
