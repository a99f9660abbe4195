import { conclude } from "../../src/review/conclusion";
import { lossLines } from "../../src/review/markdown";
import type { Attributes, Json } from "../../src/review/terraform-plan";
import { changeOf, reviewOf } from "./made-up-plan";

const rule = (name: string, days: Json) => ({ rule: [{ id: "old", [name]: [{ days }] }] });

describe("what a deployment that was cut short left", () => {
  const replaced = (type: string) => {
    const change = changeOf(`${type}.one`, { a: 1 }, { a: 1 });
    return {
      ...change,
      action_reason: "replace_because_tainted",
      change: { ...change.change, actions: ["delete", "create"] },
    };
  };

  it("blocks where it holds data, which an instance of a cluster does not", () => {
    expect(reviewOf({ changes: [replaced("aws_rds_cluster_instance")] }).blocking).toEqual([]);
    expect(reviewOf({ changes: [replaced("aws_rds_cluster")] }).blocking).toEqual(["aws_rds_cluster.one"]);
    const { action_reason, ...byConfiguration } = replaced("aws_rds_cluster_instance");
    expect(reviewOf({ changes: [byConfiguration] }).blocking).toEqual(["aws_rds_cluster_instance.one"]);
  });
});

describe("data that is deleted sooner", () => {
  it.each<[string, Attributes, Attributes, string]>([
    [
      "aws_cloudwatch_log_group.one",
      { retention_in_days: 365 },
      { retention_in_days: 3 },
      "`retention_in_days`: `365` → `3`",
    ],
    [
      "aws_cloudwatch_log_group.one",
      { retention_in_days: 0 }, // data is kept without an end
      { retention_in_days: 3 },
      "`retention_in_days`: `0` → `3`",
    ],
    [
      "aws_rds_cluster.one",
      { backup_retention_period: 35 },
      { backup_retention_period: 7 },
      "`backup_retention_period`: `35` → `7`",
    ],
    [
      "aws_db_instance.one",
      { backup_retention_period: 7 },
      { backup_retention_period: 0 }, // no backups are kept
      "`backup_retention_period`: `7` → `0`",
    ],
    [
      "aws_kinesis_stream.one",
      { retention_period: 168 },
      { retention_period: 24 },
      "`retention_period`: `168` → `24`",
    ],
    [
      "aws_sqs_queue.one",
      { message_retention_seconds: 1_209_600 },
      { message_retention_seconds: 345_600 },
      "`message_retention_seconds`: `1209600` → `345600`",
    ],
    [
      "aws_s3_bucket_lifecycle_configuration.one",
      rule("expiration", 365),
      rule("expiration", 30),
      "`rule[0].expiration[0].days`: `365` → `30`",
    ],
    [
      "aws_s3_bucket_lifecycle_configuration.one",
      { rule: [] },
      rule("expiration", 30),
      "`rule[0].expiration[0].days`: nothing → `30`",
    ],
    [
      "aws_s3_bucket_lifecycle_configuration.one",
      { rule: [{ noncurrent_version_expiration: [{ noncurrent_days: 90 }] }] },
      { rule: [{ noncurrent_version_expiration: [{ noncurrent_days: 1 }] }] },
      "`rule[0].noncurrent_version_expiration[0].noncurrent_days`: `90` → `1`",
    ],
  ])("blocks: %s", (address, before, after, forced) => {
    const review = reviewOf({ changes: [changeOf(address, before, after)] });
    expect([review.verdict, review.blocking]).toEqual(["blocked", [address]]);
    expect(lossLines(review.losses, { brief: false })).toContain(
      `- ⛔ deleted sooner \`${address}\` (${forced}), holds data: **blocks this plan**`,
    );
    expect(reviewOf({ changes: [changeOf(address, after, before)] }).verdict).toBe("changes");
  });

  it("is not what only moves to a cheaper class, nor what is new", () => {
    const address = "aws_s3_bucket_lifecycle_configuration.one";
    const cheaper = changeOf(address, rule("transition", 90), rule("transition", 30));
    expect(reviewOf({ changes: [cheaper] }).blocking).toEqual([]);
    expect(reviewOf({ changes: [changeOf(address, null, rule("expiration", 1))] }).blocking).toEqual([]);
  });
});

it("what is destroyed by itself was allowed by its address; where all ends, nothing has to be", () => {
  const [bucket, stays] = ["aws_s3_bucket.one", changeOf("aws_vpc.one", { a: 1 }, { a: 1 })];
  const lost = (...changes: (typeof stays)[]) =>
    conclude(reviewOf({ changes: [...changes, changeOf(bucket, {}, null)], allowed: [bucket] })).lost;
  expect(lost(stays)).toBe("1 resource loses data, as allowed.");
  expect(lost()).toBe("1 resource loses data.");
});

it("a parameter that is a secret holds data: what is in it may be written by hand", () => {
  const [stays, address] = [changeOf("aws_vpc.one", { a: 1 }, { a: 1 }), "aws_ssm_parameter.one"];
  const blocking = (type: string) =>
    reviewOf({ changes: [stays, changeOf(address, { type }, null)] }).blocking;
  expect(blocking("SecureString")).toEqual([address]);
  expect(blocking("String")).toEqual([]);
});
