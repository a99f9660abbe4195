import {
  type Attributes,
  actionOf,
  attribute,
  blocksOf,
  type Json,
  type ResourceChange,
} from "./terraform-plan";

/** The bucket of a new lifecycle configuration. The bucket itself is not new. */
export interface ExistingBucket {
  readonly name: string;
  /**
   * The bucket's lifecycle rules today, as AWS returned them for the plan. They can exist although the lifecycle configuration is new for
   * Terraform, for example because somebody made them by hand, or because a deployment was killed. `same`: each new rule has the same id,
   * prefix, tags and times as a rule of today. `not known`: the plan does not contain the bucket.
   */
  readonly rules: "none" | "same" | "others" | "not known";
}

/**
 * Returns the bucket of a new lifecycle configuration. Returns undefined for any other change, and if the plan also creates or replaces the
 * bucket, because a new bucket has no objects. A bucket is new if its name is known only after the apply.
 */
export function bucketOfNewLifecycle(
  { type, change }: ResourceChange,
  changes: readonly ResourceChange[],
): ExistingBucket | undefined {
  const name = attribute(change.after, "bucket");
  if (type !== "aws_s3_bucket_lifecycle_configuration" || change.before !== null || typeof name !== "string")
    return undefined;
  const bucket = changes.find(
    (it) => it.type === "aws_s3_bucket" && attribute(it.change.after, "bucket") === name,
  );
  if (bucket !== undefined && ["create", "replace"].includes(actionOf(bucket))) return undefined;
  const today = attribute(bucket?.change.before ?? null, "lifecycle_rule");
  if (!Array.isArray(today)) return { name, rules: "not known" };
  if (today.length === 0) return { name, rules: "none" };
  const known = blocksOf(today).map(ruleOfBucket);
  const isSame = blocksOf(attribute(change.after, "rule")).every((it) => known.includes(newRule(it)));
  return { name, rules: isSame ? "same" : "others" };
}

const first = (value: Json | undefined): Attributes => blocksOf(value)[0] ?? {};

/** Returns a rule of the bucket's attribute `lifecycle_rule` in a form in which it can be compared. */
function ruleOfBucket({
  id,
  enabled,
  prefix,
  tags,
  expiration,
  noncurrent_version_expiration,
}: Attributes): string {
  const { days, date } = first(expiration);
  const noncurrent = first(noncurrent_version_expiration).days;
  return compared({ id, enabled, prefix, days, date, noncurrent, tags: Object.keys(tags ?? {}) });
}

/** Returns a rule of a lifecycle configuration in the same form as {@link ruleOfBucket}. */
function newRule(rule: Attributes): string {
  const { days, date } = first(rule.expiration);
  const { prefix, and, tag } = first(rule.filter);
  const tags = [...blocksOf(and), ...blocksOf(tag)];
  const noncurrent = first(rule.noncurrent_version_expiration).noncurrent_days;
  const enabled = rule.status === "Enabled";
  return compared({ id: rule.id, enabled, prefix: prefix || rule.prefix, days, date, noncurrent, tags });
}

/** The provider returns 0, an empty text or null for a value that nobody has set. */
const compared = (rule: Readonly<Record<string, Json | undefined>>) =>
  JSON.stringify(
    Object.entries(rule)
      .map(([name, value]) => [name, value || ""])
      .sort(),
  );
