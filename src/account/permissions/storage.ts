import { lockKey, stateKey } from "../../naming/names";
import { own, type Permission, type Scope } from "../permission";

/** Returns the permissions for the environment's Terraform state and lock, and for the bucket of its access logs. */
export function storage(scope: Scope): Permission[] {
  const { suffix, stateBucket } = scope;
  const accessLogs = own(scope, "aws_s3_bucket");
  return [
    {
      sid: "State",
      service: "s3",
      read: ["GetObject"],
      change: ["DeleteObject", "PutObject"],
      on: [stateKey(suffix), `${stateKey(suffix)}.tflock`, lockKey(suffix)].map(
        (key) => `arn:aws:s3:::${stateBucket}/${key}`,
      ),
    },
    {
      sid: "FindState",
      service: "s3",
      read: ["ListBucket", "ListBucketVersions"], // a sweep checks whether the bucket has old versions of a deleted state
      on: [`arn:aws:s3:::${stateBucket}`],
    },
    {
      sid: "AccessLogs",
      service: "s3",
      read: [
        "GetAccelerateConfiguration",
        "GetBucketAcl",
        "GetBucketCORS",
        "GetBucketLogging",
        "GetBucketObjectLockConfiguration",
        "GetBucketPolicy",
        "GetBucketPublicAccessBlock",
        "GetBucketRequestPayment",
        "GetBucketTagging",
        "GetBucketVersioning",
        "GetBucketWebsite",
        "GetEncryptionConfiguration",
        "GetLifecycleConfiguration",
        "GetReplicationConfiguration",
        "ListBucket",
      ],
      change: [
        "CreateBucket",
        "DeleteBucket",
        "DeleteBucketPolicy",
        "ListBucketVersions",
        "PutBucketPolicy",
        "PutBucketPublicAccessBlock",
        "PutBucketTagging",
        "PutBucketVersioning",
        "PutEncryptionConfiguration",
        "PutLifecycleConfiguration",
      ],
      on: accessLogs,
    },
    {
      sid: "EmptyAccessLogs", // destroy empties the bucket before it deletes the bucket
      service: "s3",
      change: ["DeleteObject", "DeleteObjectVersion"],
      on: accessLogs.map((bucket) => `${bucket}/*`),
    },
  ];
}
