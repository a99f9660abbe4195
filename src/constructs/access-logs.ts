import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import {
  S3Bucket,
  S3BucketLifecycleConfiguration,
  S3BucketPolicy,
  S3BucketPublicAccessBlock,
  S3BucketServerSideEncryptionConfigurationA,
  S3BucketVersioningA,
} from "../resources/classes";
import { policyDocument } from "./iam";

export interface AccessLogsProps {
  readonly suffix: string;
  readonly accountId: string;
  /** Days that a log object is kept. */
  readonly retentionDays: number;
}

/** Days that a log object is kept after somebody deleted or overwrote it, unless logs are kept for less. */
const RECOVERY_DAYS = 30;

/** The bucket that the load balancer writes its access logs to; destroy empties and deletes it. */
export class AccessLogs extends Construct {
  public readonly bucket: S3Bucket;
  /** The bucket's policy; the load balancer depends on it, because the first delivery is a test that has to succeed. */
  public readonly policy: S3BucketPolicy;

  public constructor(scope: Construct, id: string, { suffix, accountId, retentionDays }: AccessLogsProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "bucket", {
      bucket: resourceName(suffix, "access-logs", accountId),
      forceDestroy: true,
    });
    const bucket = this.bucket.bucket;
    const access = new S3BucketPublicAccessBlock(this, "public-access-block", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      // The only encryption with which load balancers can write logs.
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: retentionDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: Math.min(retentionDays, RECOVERY_DAYS) }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
        {
          id: "forget-deleted", // S3 accepts this only in a rule without days
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ expiredObjectDeleteMarker: true }],
        },
      ],
      dependsOn: [versioning],
    });
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket,
      policy: policyDocument([
        {
          Sid: "DeliverAccessLogs",
          Effect: "Allow",
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `${this.bucket.arn}/AWSLogs/${accountId}/*`, // the path holds only this account's logs
        },
        {
          Sid: "RefusePlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*", // a Deny statement has to cover everything
          Resource: [this.bucket.arn, `${this.bucket.arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
      dependsOn: [access],
    });
  }
}
