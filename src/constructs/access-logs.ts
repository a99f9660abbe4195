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
  /** Number of days for which S3 keeps a log object. */
  readonly retentionDays: number;
}

/**
 * Number of days for which S3 keeps a deleted or overwritten log object. If `retentionDays` is smaller, S3 keeps the object for
 * `retentionDays` instead.
 */
const RECOVERY_DAYS = 30;

/** The S3 bucket of the load balancer's access logs. `destroy` empties and deletes the bucket. */
export class AccessLogs extends Construct {
  public readonly bucket: S3Bucket;
  /**
   * The bucket's policy. The load balancer depends on this policy: when access logs are switched on, Elastic Load Balancing writes a test
   * object, and the policy has to allow that write.
   */
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
      // SSE-S3, the only encryption that a bucket for load balancer logs may have.
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
          id: "forget-deleted", // S3 accepts expiredObjectDeleteMarker only in a rule without days
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
          Resource: `${this.bucket.arn}/AWSLogs/${accountId}/*`, // the load balancers of this account write below this path
        },
        {
          Sid: "RefusePlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*", // plain HTTP is refused for every action
          Resource: [this.bucket.arn, `${this.bucket.arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
      dependsOn: [access],
    });
  }
}
