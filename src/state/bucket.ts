import { isDeepStrictEqual } from "node:util";
import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { REGION } from "../naming/region";
import { RefusedError } from "../terminal/refused";

/** The number of days for which the bucket keeps an overwritten or deleted state. */
const NONCURRENT_VERSION_DAYS = 90;

/** A state bucket and the changes that were made to it. */
export interface StateBucket {
  readonly name: string;
  /** Descriptions of the changes. Empty if the bucket was already configured correctly. */
  readonly changes: readonly string[];
}

/**
 * Returns the name of an account's state bucket. It contains the account id, because S3 allows each bucket name only once in all accounts.
 */
export const stateBucketName = (accountId: string) => `terraform-state-${accountId}-${REGION}`;

/**
 * Creates the account's bucket for the Terraform states of its environments, or corrects the bucket's settings: versioning, encryption, no
 * public access, no plain HTTP, and expiry of old versions. If the bucket exists and its settings are correct, the function changes
 * nothing.
 *
 * @throws RefusedError if the bucket belongs to another account, because that account's owner could read the state
 */
export async function ensureStateBucket(s3: S3Client, accountId: string): Promise<StateBucket> {
  const name = stateBucketName(accountId);
  const changes: string[] = [];
  if (!(await stateBucketExists(s3, name, accountId))) {
    await s3.send(new CreateBucketCommand({ Bucket: name }));
    changes.push("created the bucket");
  }
  for (const { what, wanted, read, write } of settings(s3, name, accountId)) {
    if (isDeepStrictEqual(await read().catch(absent), wanted)) continue;
    await write();
    changes.push(what);
  }
  return { name, changes };
}

/**
 * Compares a bucket's settings with the settings of `npm run bootstrap`, without changing them.
 *
 * @param name the bucket's name
 * @returns the changes that bootstrap would make and report, such as "switched versioning on"; empty if there are none
 */
export async function stateBucketDiffers(s3: S3Client, name: string, accountId: string): Promise<string[]> {
  const read = settings(s3, name, accountId).map(async ({ what, wanted, read }) =>
    isDeepStrictEqual(await read().catch(absent), wanted) ? [] : [what],
  );
  return (await Promise.all(read)).flat();
}

/**
 * Returns whether a bucket exists in this account.
 *
 * @throws RefusedError if the bucket belongs to another account, or the credentials may not list it
 */
export async function stateBucketExists(s3: S3Client, name: string, accountId: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: name, ExpectedBucketOwner: accountId }));
    return true;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404) return false;
    if (status !== 403) throw error;
    throw new RefusedError(
      `refused the state bucket "${name}": it belongs to another account, or these credentials of account ${accountId} lack s3:ListBucket on it; never store state in a bucket that is not yours`,
    );
  }
}

interface Setting {
  /** The message that is printed after the setting was corrected, such as "switched versioning on". */
  readonly what: string;
  readonly wanted: unknown;
  /** Reads the setting's present value, in the same form as `wanted`. */
  readonly read: () => Promise<unknown>;
  readonly write: () => Promise<unknown>;
}

function settings(s3: S3Client, name: string, accountId: string): readonly Setting[] {
  // With ExpectedBucketOwner, S3 refuses a call if the bucket belongs to another account.
  const bucket = { Bucket: name, ExpectedBucketOwner: accountId };
  const encryption = { SSEAlgorithm: "AES256" } as const;
  const closed = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  const tlsOnly = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
  const expiry = {
    ID: "expire-old-states",
    Status: "Enabled",
    Filter: { Prefix: "" },
    NoncurrentVersionExpiration: { NoncurrentDays: NONCURRENT_VERSION_DAYS },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  } as const;

  return [
    {
      what: "switched versioning on",
      wanted: "Enabled",
      read: async () => (await s3.send(new GetBucketVersioningCommand(bucket))).Status,
      write: () =>
        s3.send(
          new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: { Status: "Enabled" } }),
        ),
    },
    {
      what: "switched default encryption on",
      wanted: encryption.SSEAlgorithm,
      read: async () => {
        const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand(bucket));
        return ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
          ?.SSEAlgorithm;
      },
      write: () =>
        s3.send(
          new PutBucketEncryptionCommand({
            ...bucket,
            ServerSideEncryptionConfiguration: {
              Rules: [{ ApplyServerSideEncryptionByDefault: encryption }],
            },
          }),
        ),
    },
    {
      what: "blocked public access",
      wanted: closed,
      read: async () =>
        (await s3.send(new GetPublicAccessBlockCommand(bucket))).PublicAccessBlockConfiguration,
      write: () =>
        s3.send(new PutPublicAccessBlockCommand({ ...bucket, PublicAccessBlockConfiguration: closed })),
    },
    {
      what: "refused plain HTTP by bucket policy",
      wanted: tlsOnly,
      read: async () => JSON.parse((await s3.send(new GetBucketPolicyCommand(bucket))).Policy ?? "null"),
      write: () => s3.send(new PutBucketPolicyCommand({ ...bucket, Policy: JSON.stringify(tlsOnly) })),
    },
    {
      what: `expired old versions after ${NONCURRENT_VERSION_DAYS} days`,
      wanted: [expiry], // exactly this rule: another rule might expire current versions, which would delete states
      read: async () => {
        const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand(bucket));
        return Rules.map((rule) => ({ ...rule, Filter: { Prefix: "", ...rule.Filter } }));
      },
      write: () =>
        s3.send(
          new PutBucketLifecycleConfigurationCommand({
            ...bucket,
            LifecycleConfiguration: { Rules: [expiry] },
          }),
        ),
    },
  ];
}

/** Converts S3's error 404 for a missing setting into `undefined`. Other errors are thrown again. */
function absent(error: { $metadata?: { httpStatusCode?: number } }): undefined {
  if (error.$metadata?.httpStatusCode !== 404) throw error;
}
