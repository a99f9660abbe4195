import { at, blocks, list, type Resource, show } from "../document";
import { pci } from "../pci";
import { each, hasA, is, type Judge, type Rule } from "../rule";
import { allowed, joined, refusesPlainHttp, tooWide } from "../statements";

const BUCKET = "aws_s3_bucket";
const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration";
const ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration";
const POLICY = "aws_s3_bucket_policy";
const ALGORITHM = "rule.apply_server_side_encryption_by_default.sse_algorithm";

const PUBLIC_ACCESS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

const blocksPublicAccess: Judge = (attributes) => {
  const open = PUBLIC_ACCESS.filter((key) => attributes[key] !== true);
  return open.length === 0 ? undefined : `not true: ${open.join(", ")}`;
};

// Examples of S3 actions on a bucket and its objects. The last example stands for actions that AWS adds later.
const CALLS = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:OneThatAwsAddsTomorrow"];

/** Returns whether a bucket policy refuses every call without TLS, both to the bucket and to its objects. */
const isTlsOnly = (policy: unknown, { address }: Resource): boolean =>
  CALLS.every((action) =>
    ["", "/some/object"].every((object) => refusesPlainHttp(policy, action, `\${${address}.arn}${object}`)),
  );

const enabledRules = (lifecycle: unknown) => blocks(lifecycle).filter(({ status }) => status === "Enabled");

/** Rules about S3 buckets. */
export const STORAGE = [
  {
    id: "s3-public-access-block",
    sentence: "S3 blocks public access to every bucket, so nobody can make a bucket public.",
    controls: {
      aws: { "S3.8": "buckets block public access" },
      cis: { "2.1.4": "S3 blocks public access" },
      checkov: {
        CKV_AWS_53: "S3 blocks public ACLs",
        CKV_AWS_54: "S3 blocks public policies",
        CKV_AWS_55: "S3 ignores public ACLs",
        CKV_AWS_56: "S3 restricts public buckets",
        CKV2_AWS_6: "S3 has a public access block",
      },
      cdkNag: { "AwsSolutions-S2": "buckets block public access" },
    },
    fix: "give the bucket an aws_s3_bucket_public_access_block with all four arguments set to true",
    check: each(BUCKET, hasA("aws_s3_bucket_public_access_block", "bucket", blocksPublicAccess)),
  },
  {
    id: "s3-policy",
    sentence: "Bucket policies name each allowed principal and each allowed action, without wildcards.",
    controls: { pci: pci("7.2.5"), checkov: { CKV_AWS_70: "S3 policy does not allow every principal" } },
    fix: "write the policy as JSON that synth can read, and name the principal and the actions in each statement",
    check: each(POLICY, ({ policy }) => joined(allowed(policy).map(tooWide))),
  },
  {
    id: "s3-encrypted",
    sentence: "Buckets have an explicit encryption configuration.",
    controls: { checkov: { CKV_AWS_19: "S3 is encrypted" } },
    fix: `give the bucket an ${ENCRYPTION}`,
    check: each(BUCKET, hasA(ENCRYPTION, "bucket")),
  },
  {
    id: "s3-customer-managed-key",
    sentence: "Buckets encrypt objects with a KMS key.",
    controls: {
      aws: { "S3.17": "buckets are encrypted with a KMS key" },
      checkov: { CKV_AWS_145: "S3 is encrypted with KMS" },
    },
    fix: "set sse_algorithm to aws:kms, and set a key",
    check: each(ENCRYPTION, is(ALGORITHM, "aws:kms", "aws:kms:dsse")),
  },
  {
    id: "s3-tls",
    sentence: "Buckets refuse requests without TLS.",
    controls: {
      aws: { "S3.5": "buckets refuse requests without TLS" },
      cis: { "2.1.1": "S3 denies HTTP requests" },
      cdkNag: { "AwsSolutions-S10": "buckets refuse requests without TLS" },
    },
    fix: "deny everybody s3:* on the bucket and its objects if aws:SecureTransport is false",
    check: each(BUCKET, (_bucket, resource, document) =>
      document
        .referring(POLICY, "bucket", resource)
        .some(({ attributes }) => isTlsOnly(attributes.policy, resource))
        ? undefined
        : "no statement of the bucket policy refuses requests without TLS",
    ),
  },
  {
    id: "s3-versioning",
    sentence: "Versioning is on: buckets keep the old versions of overwritten and deleted objects.",
    controls: { aws: { "S3.14": "buckets have versioning" }, checkov: { CKV_AWS_21: "S3 has versioning" } },
    fix: "give the bucket an aws_s3_bucket_versioning with status Enabled",
    check: each(
      BUCKET,
      hasA("aws_s3_bucket_versioning", "bucket", is("versioning_configuration.status", "Enabled")),
    ),
  },
  {
    id: "s3-lifecycle",
    sentence: "Lifecycle rules of buckets delete old objects, old versions and unfinished uploads.",
    controls: {
      aws: { "S3.13": "buckets have a lifecycle configuration" },
      checkov: {
        CKV2_AWS_61: "S3 has a lifecycle configuration",
        CKV_AWS_300: "a lifecycle configuration aborts failed uploads",
      },
    },
    fix: `give the bucket an ${LIFECYCLE} with expiration, noncurrent_version_expiration and abort_incomplete_multipart_upload`,
    check: each(
      BUCKET,
      hasA(LIFECYCLE, "bucket", ({ rule }) => {
        const missing = [
          "expiration",
          "noncurrent_version_expiration",
          "abort_incomplete_multipart_upload",
        ].filter((key) => !enabledRules(rule).some((each) => list(each[key]).length > 0));
        return missing.length === 0 ? undefined : `no ${missing.join(", no ")}`;
      }),
    ),
  },
  {
    id: "s3-log-retention",
    sentence: "Lifecycle rules of buckets keep access logs for at least a year.",
    controls: { pci: pci("10.5.1") },
    fix: "set logs.auditRetentionDays to at least 365",
    check: each(LIFECYCLE, ({ rule }) => {
      const days = blocks(rule)
        .filter(({ status }) => status !== "Disabled")
        .map((each) => at(each, "expiration.days"))
        .filter((value) => value !== undefined && !(Number(value) >= 365));
      return days.length === 0 ? undefined : `expiration.days is ${show(days[0])}`;
    }),
  },
  {
    id: "s3-access-logging",
    sentence: "Buckets log every access to them.",
    controls: {
      pci: pci("10.2.1"),
      aws: { "S3.9": "buckets have server access logging" },
      checkov: { CKV_AWS_18: "S3 has access logging" },
      cdkNag: { "AwsSolutions-S1": "buckets have server access logging" },
    },
    fix: "give the bucket an aws_s3_bucket_logging",
    check: each(BUCKET, hasA("aws_s3_bucket_logging", "bucket")),
  },
] as const satisfies readonly Rule[];
