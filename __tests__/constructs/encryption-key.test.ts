import { ACCOUNT_ID, EPHEMERAL, OUTSIDE_KEY_ARN, PRODUCTION } from "../support/environments";
import { statementsOf } from "../support/policies";
import { synthesized } from "../support/synthesized";

const production = synthesized(PRODUCTION);
const KEY = "${aws_kms_key.encryption_key_key.arn}";
const key = production.resource("aws_kms_key.encryption_key_key");

describe("the customer-managed key", () => {
  it("is left out in ephemeral, which names no key anywhere", () => {
    const ephemeral = synthesized(EPHEMERAL);
    expect(ephemeral.count("aws_kms_key")).toBe(0);
    expect(ephemeral.json).not.toMatch(/kms_key_id|kms_master_key_id/);
  });

  it("is one, rotated, and gone as soon as AWS allows", () => {
    expect(production.count("aws_kms_key")).toBe(1);
    expect(key).toEqual({
      description: "Data, logs and alarms of the transaction-processing environment x1",
      enable_key_rotation: true,
      deletion_window_in_days: 7,
      tags: { Name: "kms-key-x1" },
      policy: expect.any(String),
    });
    expect(production.resource("aws_kms_alias.encryption_key_alias")).toEqual({
      name: "alias/kms-key-x1",
      target_key_id: "${aws_kms_key.encryption_key_key.key_id}",
    });
  });

  it("encrypts database, master secret, Performance Insights, every log group and the alarm topic", () => {
    expect(production.resource("aws_rds_cluster.database_cluster")).toMatchObject({
      kms_key_id: KEY,
      master_user_secret_kms_key_id: KEY,
    });
    for (const [, instance] of production.resources("aws_rds_cluster_instance")) {
      expect(instance.performance_insights_kms_key_id).toBe(KEY);
    }
    const groups = production.resources("aws_cloudwatch_log_group");
    expect(groups).toHaveLength(9);
    for (const [, group] of groups) {
      expect(group.kms_key_id).toBe(KEY);
    }
    expect(production.resource("aws_sns_topic.notifications_topic").kms_master_key_id).toBe(KEY);
  });

  it("leaves the database to a key from outside, where there is one", () => {
    const outside = synthesized({ ...PRODUCTION, database: { kmsKeyArn: OUTSIDE_KEY_ARN } });
    expect(outside.resource("aws_rds_cluster.database_cluster")).toMatchObject({
      kms_key_id: OUTSIDE_KEY_ARN,
      master_user_secret_kms_key_id: KEY,
    });
  });
});

describe("the key's policy", () => {
  const statements = statementsOf(key.policy);

  it("speaks to exactly these", () => {
    expect(statements.map(({ Sid, Principal }) => [Sid, Principal])).toEqual([
      ["DelegateToIam", { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` }],
      ["CloudWatchLogs", { Service: "logs.us-east-1.amazonaws.com" }],
      ["CloudWatchAlarms", { Service: "cloudwatch.amazonaws.com" }],
      ["RdsEvents", { Service: "events.rds.amazonaws.com" }],
      ["EventRules", { Service: "events.amazonaws.com" }],
    ]);
  });

  it("lets CloudWatch use it for this account's alarms", () =>
    expect(statements[2]?.Condition).toEqual({ StringEquals: { "aws:SourceAccount": ACCOUNT_ID } }));

  it("lets CloudWatch Logs use it for exactly the log groups that are encrypted with it", () => {
    const allowed: string[] = statements[1]?.Condition.ArnEquals["kms:EncryptionContext:aws:logs:arn"];
    const encrypted = production
      .resources("aws_cloudwatch_log_group")
      .map(([, { name }]) => `arn:aws:logs:us-east-1:${ACCOUNT_ID}:log-group:${name}`);
    expect([...allowed].sort()).toEqual(encrypted.sort());
  });

  it("lets alarms, database events and the break-glass rule publish, and no more", () => {
    for (const statement of statements.slice(2)) {
      expect(statement.Action).toEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
    }
  });
});
