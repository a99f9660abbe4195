import { ACCOUNT_ID, EPHEMERAL, PRODUCTION } from "../support/environments";
import { statementsOf } from "../support/policies";
import { synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);
const NAME = "load_balancer_access_logs";
const BUCKET = "${aws_s3_bucket.load_balancer_access_logs_bucket.bucket}";
const ARN = "${aws_s3_bucket.load_balancer_access_logs_bucket.arn}";

describe("the bucket of the access logs", () => {
  it("carries the account's id, since bucket names are global, and can be destroyed with its content", () => {
    expect(production.resource(`aws_s3_bucket.${NAME}_bucket`)).toEqual({
      bucket: `access-logs-${ACCOUNT_ID}-x1`,
      force_destroy: true,
    });
    expect(ephemeral.resource(`aws_s3_bucket.${NAME}_bucket`)).toEqual({
      bucket: "access-logs-${data.aws_caller_identity.caller_identity.account_id}-x1",
      force_destroy: true,
    });
    expect(ephemeral.count("aws_s3_bucket")).toBe(1);
  });

  it("asks the account for its id only where none is configured", () => {
    const asked = "${data.aws_caller_identity.caller_identity.account_id}";
    expect(JSON.stringify(ephemeral.document.resource)).toContain(asked);
    expect(JSON.stringify(production.document.resource)).not.toContain(asked);
  });

  it("is closed to the public", () => {
    expect(ephemeral.resource(`aws_s3_bucket_public_access_block.${NAME}_public_access_block`)).toEqual({
      bucket: BUCKET,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  it("is encrypted with the only kind that load balancers can write with", () => {
    for (const environment of [ephemeral, production]) {
      expect(
        environment.resource(`aws_s3_bucket_server_side_encryption_configuration.${NAME}_encryption`),
      ).toEqual({
        bucket: BUCKET,
        rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
      });
    }
  });

  it("keeps what somebody overwrites or deletes", () => {
    expect(ephemeral.resource(`aws_s3_bucket_versioning.${NAME}_versioning`)).toEqual({
      bucket: BUCKET,
      versioning_configuration: { status: "Enabled" },
    });
  });

  it.each([
    ["ephemeral", ephemeral, 3, 3],
    ["production", production, 365, 30],
  ] as const)(
    "forgets logs as audit logs are forgotten in %s, and what was deleted sooner",
    (...expected) => {
      const [, environment, days, noncurrent_days] = expected;
      expect(environment.resource(`aws_s3_bucket_lifecycle_configuration.${NAME}_lifecycle`)).toEqual({
        bucket: BUCKET,
        rule: [
          {
            id: "expire",
            status: "Enabled",
            filter: [{ prefix: "" }],
            expiration: [{ days }],
            noncurrent_version_expiration: [{ noncurrent_days }],
            abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
          },
          {
            id: "forget-deleted",
            status: "Enabled",
            filter: [{ prefix: "" }],
            expiration: [{ expired_object_delete_marker: true }],
          },
        ],
        depends_on: [`aws_s3_bucket_versioning.${NAME}_versioning`],
      });
    },
  );

  it("takes this account's logs from the delivery service and refuses plain HTTP to everybody", () => {
    const policy = production.resource(`aws_s3_bucket_policy.${NAME}_policy`);
    expect(policy.depends_on).toEqual([`aws_s3_bucket_public_access_block.${NAME}_public_access_block`]);
    expect(statementsOf(policy.policy)).toEqual([
      {
        Sid: "DeliverAccessLogs",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${ARN}/AWSLogs/${ACCOUNT_ID}/*`,
      },
      {
        Sid: "RefusePlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [ARN, `${ARN}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });
});
