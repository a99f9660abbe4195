import { dataReaders } from "../../src/inventory/data";
import { type Answer, madeUpAws } from "../support/made-up-aws";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const OTHERS = "11111111-0000-0000-0000-000000000000";
const OWN = "22222222-0000-0000-0000-000000000000";
const AWS_OWN = "33333333-0000-0000-0000-000000000000";
const DENIED = { refused: "AccessDeniedException", message: "not this key" };

/** Three keys, of which one is answered for by `others` whenever it is asked for by name. */
const keys = (others: (action: string) => Answer | undefined) =>
  dataReaders(
    madeUpAws({
      kms: (action, { KeyId }) => {
        if (action === "ListKeys") return { Keys: [OTHERS, OWN, AWS_OWN].map((id) => ({ KeyId: id })) };
        const answer = KeyId === OTHERS ? others(action) : undefined;
        if (answer !== undefined) return answer;
        if (action === "DescribeKey") {
          return { KeyMetadata: { KeyId, KeyManager: KeyId === AWS_OWN ? "AWS" : "CUSTOMER" } };
        }
        const tags = { Application: "transaction-processing", EnvironmentSuffix: "pr-1" };
        return { Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) };
      },
    }),
  )["KMS key"]();

it.each(["DescribeKey", "ListResourceTags"])("one key that refuses %s hides no other", async (refused) => {
  expect(await keys((action) => (action === refused ? DENIED : undefined))).toEqual([
    { id: OTHERS, unread: "AccessDeniedException: not this key" },
    { id: OWN, suffix: "pr-1" },
  ]);
});

it("a key of which AWS does not answer for another reason is no answer", async () => {
  await expect(keys(() => ({ refused: "KMSInternalException", message: "later" }))).rejects.toThrow("later");
});

it("an automated backup has the ARN that the tagging API lists it by, beside its cluster's id", async () => {
  const arn = "arn:aws:rds:us-east-1:123456789012:cluster-auto-backup:ab-0a";
  const readers = dataReaders(
    madeUpAws({
      rds: () => `<DescribeDBClusterAutomatedBackupsResponse><DescribeDBClusterAutomatedBackupsResult>
        <DBClusterAutomatedBackups><DBClusterAutomatedBackup>
          <DBClusterIdentifier>aurora-cluster-pr-1</DBClusterIdentifier>
          <DbClusterResourceId>cluster-0B</DbClusterResourceId>
          <DBClusterAutomatedBackupsArn>${arn}</DBClusterAutomatedBackupsArn>
          <Status>retained</Status>
        </DBClusterAutomatedBackup></DBClusterAutomatedBackups>
      </DescribeDBClusterAutomatedBackupsResult></DescribeDBClusterAutomatedBackupsResponse>`,
    }),
  );
  expect(await readers["RDS cluster automated backup"]()).toEqual([
    { id: "cluster-0B", arn, name: "aurora-cluster-pr-1", state: "retained" },
  ]);
});
