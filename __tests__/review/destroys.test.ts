import { conclude } from "../../src/review/conclusion";
import { lossLines } from "../../src/review/markdown";
import type { Attributes, Json, ResourceChange } from "../../src/review/terraform-plan";
import { changeOf, reviewOf, saidIn, warnings } from "./made-up-plan";

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
    [
      "aws_s3_bucket_lifecycle_configuration.one",
      { rule: [{ expiration: [{ date: "2099-01-01T00:00:00Z" }] }] },
      { rule: [{ expiration: [{ date: "2027-01-01T00:00:00Z" }] }] },
      "`rule[0].expiration[0].date`: `2099-01-01T00:00:00Z` → `2027-01-01T00:00:00Z`",
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

describe("data of which nobody knows whether it is deleted sooner", () => {
  const LOGS = "aws_cloudwatch_log_group.one";
  const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.one";
  const kept = (days: Json) => ({ retention_in_days: days });
  const hidden = (address: string, before: Attributes, after: Attributes, marks: Attributes[] = []) => {
    const it = changeOf(address, before, after);
    const [before_sensitive = {}, after_sensitive = before_sensitive] = marks;
    return { ...it, change: { ...it.change, before_sensitive, after_sensitive } };
  };
  const MARK = { retention_in_days: true };
  const [WAS, BECOMES] = ["`(sensitive value)`", "`(another sensitive value)`"];

  it.each<[string, ResourceChange, string]>([
    [
      "a hidden value",
      hidden(LOGS, kept(365), kept(1), [MARK]),
      `\`retention_in_days\`: ${WAS} → ${BECOMES}`,
    ],
    [
      "a value that is hidden from now on",
      hidden(LOGS, kept(365), kept(1), [{}, MARK]),
      `\`retention_in_days\`: \`365\` → ${WAS}`,
    ],
    [
      "a value that was hidden",
      hidden(LOGS, kept(365), kept(1), [MARK, {}]),
      `\`retention_in_days\`: ${WAS} → \`1\``,
    ],
    [
      "hidden backups",
      hidden("aws_rds_cluster.one", { backup_retention_period: 35 }, { backup_retention_period: 1 }, [
        { backup_retention_period: true },
      ]),
      `\`backup_retention_period\`: ${WAS} → ${BECOMES}`,
    ],
    [
      "hidden rules",
      hidden(LIFECYCLE, rule("expiration", 365), rule("expiration", 1), [{ rule: true }]),
      `\`rule\`: ${WAS} → ${BECOMES}`,
    ],
    [
      "an unknown value",
      changeOf(LOGS, kept(365), {}, MARK),
      "`retention_in_days`: `365` → (known after apply)",
    ],
    [
      "an unknown value where there was none",
      changeOf(LOGS, {}, { name: "one" }, MARK),
      "`retention_in_days`: nothing → (known after apply)",
    ],
    [
      "unknown rules",
      changeOf(LIFECYCLE, rule("expiration", 365), {}, { rule: true }),
      "`rule`: `(a document)` → (known after apply)",
    ],
  ])("blocks until it is allowed: %s", (_what, change, forced) => {
    const { address, type } = change;
    const configuration = { [type]: { one: { retention_in_days: "${x}", rule: "${x}" } } };
    const review = reviewOf({ changes: [change], configuration });
    expect([review.verdict, review.blocking]).toEqual(["blocked", [address]]);
    expect(conclude(review).lost).toBe("1 resource would, or may, lose data.");
    expect(lossLines(review.losses, { brief: false })).toContain(
      `- ⛔ possibly deleted sooner \`${address}\` (${forced}), holds data: **blocks this plan**`,
    );
    const allowed = reviewOf({ changes: [change], configuration, allowed: [address] });
    expect([allowed.verdict, conclude(allowed).lost]).toEqual([
      "changes",
      "1 resource loses, or may lose, data, as allowed.",
    ]);
  });

  it("is that of a replaced lifecycle too, and not of a replaced log group, which loses its data surely", () => {
    const replaced = (it: ResourceChange) => ({
      ...it,
      change: { ...it.change, actions: ["delete", "create"] },
    });
    const rules = hidden(LIFECYCLE, rule("expiration", 365), rule("expiration", 1), [{ rule: true }]);
    const logs = hidden(LOGS, kept(365), kept(1), [MARK]);
    const how = (it: ResourceChange) => reviewOf({ changes: [replaced(it)] }).losses.map((loss) => loss.how);
    expect([how(rules), how(logs)]).toEqual([["possibly deleted sooner"], ["replaced"]]);
  });

  it("is not what is kept forever, nor what AWS fills in", () => {
    const [forever, marker] = [hidden(LOGS, kept(365), kept(0), [MARK, {}]), { expiration: [{ days: 0 }] }];
    expect(reviewOf({ changes: [forever] }).blocking).toEqual([]);
    const filled = changeOf(
      LIFECYCLE,
      { rule: [{ ...marker, id: "a" }] },
      { rule: [{ expiration: [{}], id: "b" }] },
      { rule: [{ expiration: [{ days: true }] }] },
    );
    const rules = (expiration: object) => ({
      aws_s3_bucket_lifecycle_configuration: { one: { rule: [{ expiration: [expiration] }] } },
    });
    const blocking = (expiration: object) =>
      reviewOf({ changes: [filled], configuration: rules(expiration) }).blocking;
    expect(blocking({ expired_object_delete_marker: true })).toEqual([]);
    expect(blocking({ days: "${terraform_data.days.output}" })).toEqual([LIFECYCLE]);
  });

  it.each<[string, Json | undefined, string, string, string]>([
    ["no", [], "deleted sooner", "would", "Today, the bucket has no lifecycle rules, and keeps all objects"],
    [
      "some",
      [{ enabled: true }],
      "possibly deleted sooner",
      "would, or may,",
      "The bucket already has lifecycle rules, and the new rules replace them",
    ],
    [
      "unknown",
      undefined,
      "possibly deleted sooner",
      "would, or may,",
      "The review does not know whether the bucket already has lifecycle rules",
    ],
  ])("is that of a bucket with %s rules that gets a new lifecycle", (_, rules, how, would, today) => {
    const bucket = { bucket: "logs", ...(rules !== undefined && { lifecycle_rule: rules }) };
    const there = rules === undefined ? [] : [changeOf("aws_s3_bucket.one", bucket, bucket)];
    const marker = { expiration: [{ days: 0, expired_object_delete_marker: true }] };
    const made = { bucket: "logs", rule: [{ expiration: [{ days: 1 }] }, marker] };
    const review = reviewOf({ changes: [...there, changeOf(LIFECYCLE, null, made)] });
    expect([review.verdict, conclude(review).lost]).toEqual(["blocked", `1 resource ${would} lose data.`]);
    expect(lossLines(review.losses, { brief: false }).at(-1)).toBe(
      `- ⛔ ${how} \`${LIFECYCLE}\` (\`rule[0].expiration[0].days\`: nothing → \`1\`), holds data: **blocks this plan**`,
    );
    expect(warnings(review)).toEqual([
      `${LIFECYCLE}: rule[0].expiration[0].days is 1: S3 will delete objects in logs after this number of days. ${today}`,
    ]);
  });

  it("is not that of a bucket that has the same rules already, as after a deployment that was killed", () => {
    // In the form of the provider's plans.
    const today = (days: number) => ({
      bucket: "logs",
      lifecycle_rule: [
        {
          abort_incomplete_multipart_upload_days: 1,
          enabled: true,
          expiration: [{ date: "", days, expired_object_delete_marker: false }],
          id: "expire",
          noncurrent_version_expiration: [{ days: 3 }],
          noncurrent_version_transition: [],
          prefix: "",
          tags: {},
          transition: [],
        },
        {
          enabled: true,
          expiration: [{ date: "", days: 0, expired_object_delete_marker: true }],
          id: "forget-deleted",
          noncurrent_version_expiration: [],
          prefix: "",
          tags: {},
        },
      ],
    });
    const filter = [{ and: [], object_size_greater_than: null, prefix: "", tag: [] }];
    const made = {
      bucket: "logs",
      rule: [
        {
          expiration: [{ date: null, days: 3, expired_object_delete_marker: false }],
          filter,
          id: "expire",
          noncurrent_version_expiration: [{ newer_noncurrent_versions: null, noncurrent_days: 3 }],
          prefix: "",
          status: "Enabled",
        },
        {
          expiration: [{ date: null, days: 0, expired_object_delete_marker: true }],
          filter,
          id: "forget-deleted",
          noncurrent_version_expiration: [],
          prefix: "",
          status: "Enabled",
        },
      ],
    };
    const plan = (days: number) => ({
      changes: [changeOf("aws_s3_bucket.one", today(days), today(days)), changeOf(LIFECYCLE, null, made)],
    });
    expect(reviewOf(plan(3)).blocking).toEqual([]);
    expect(saidIn(plan(3), "Safeguards")).toEqual([
      `! ${LIFECYCLE}: is new for Terraform. The bucket already has lifecycle rules with the same ids, prefixes and times. The plan does not show whether their size filters are the same`,
    ]);
    expect(reviewOf(plan(4)).blocking).toEqual([LIFECYCLE]);
  });

  it("is not that of a bucket that is new, or replaced", () => {
    const bucket = { bucket: "logs" };
    const it = changeOf("aws_s3_bucket.one", bucket, { ...bucket, tags: {} });
    const replaced = { ...it, change: { ...it.change, actions: ["delete", "create"] } };
    const made = changeOf(LIFECYCLE, null, { ...bucket, ...rule("expiration", 1) });
    const blocking = (of: ResourceChange) => reviewOf({ changes: [of, made] }).blocking;
    expect(blocking(changeOf("aws_s3_bucket.one", null, bucket))).toEqual([]);
    expect(blocking(replaced)).toEqual(["aws_s3_bucket.one"]);
  });
});

it("what may delete data without a shorter retention time is not called no loss", () => {
  const rules = (status: string) => ({ rule: [{ status, expiration: [{ days: 1 }] }] });
  const enabled = changeOf("aws_s3_bucket_lifecycle_configuration.one", rules("Disabled"), rules("Enabled"));
  for (const change of [enabled, changeOf("aws_thinking_machine.one", { days: 9 }, { days: 1 })]) {
    const review = reviewOf({ changes: [change] });
    expect(warnings(review)).toHaveLength(1);
    expect(conclude(review).lost).toBe("No resource that holds data is destroyed.");
  }
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
