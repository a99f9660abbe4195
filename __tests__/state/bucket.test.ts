import type { S3Client } from "@aws-sdk/client-s3";
import { ensureStateBucket, stateBucketName } from "../../src/state/bucket";

const ACCOUNT_ID = "123456789012";

/** An S3 that answers every call with one status; `sent` names what it was asked. */
function s3Answering(httpStatusCode: number) {
  const sent: string[] = [];
  const send = async (command: { constructor: { name: string } }) => {
    sent.push(command.constructor.name);
    throw Object.assign(new Error("refused"), { $metadata: { httpStatusCode } });
  };
  return { s3: { send } as unknown as S3Client, sent };
}

it("names the bucket by account and region, because bucket names are global", () => {
  expect(stateBucketName(ACCOUNT_ID)).toBe("terraform-state-123456789012-us-east-1");
});

it("refuses a bucket that belongs to somebody else, and touches nothing", async () => {
  const { s3, sent } = s3Answering(403);
  await expect(ensureStateBucket(s3, ACCOUNT_ID)).rejects.toThrow(
    'refused the state bucket "terraform-state-123456789012-us-east-1": it belongs to another account',
  );
  expect(sent).toEqual(["HeadBucketCommand"]);
});

it("does not take an outage for a missing bucket", async () => {
  const { s3, sent } = s3Answering(503);
  await expect(ensureStateBucket(s3, ACCOUNT_ID)).rejects.toThrow(new Error("refused"));
  expect(sent).toEqual(["HeadBucketCommand"]);
});

describe("a new bucket", () => {
  const NAME = "terraform-state-123456789012-us-east-1";

  /** An S3 that has nothing, and remembers what it was told to make. */
  function emptyS3() {
    const made: [command: string, input: Record<string, unknown>][] = [];
    const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
      const { name } = command.constructor;
      if (/^(Head|Get)/.test(name))
        throw Object.assign(new Error("none"), { $metadata: { httpStatusCode: 404 } });
      made.push([name.replace("Command", ""), command.input]);
      return {};
    };
    return { s3: { send } as unknown as S3Client, made };
  }

  it("is versioned, encrypted, closed to the public and to plain HTTP, and keeps old states for 90 days", async () => {
    const { s3, made } = emptyS3();
    const own = { Bucket: NAME, ExpectedBucketOwner: ACCOUNT_ID };
    expect(await ensureStateBucket(s3, ACCOUNT_ID)).toEqual({
      name: NAME,
      changes: [
        "created the bucket",
        "switched versioning on",
        "switched default encryption on",
        "blocked public access",
        "refused plain HTTP by bucket policy",
        "expired old versions after 90 days",
      ],
    });
    expect(made).toEqual([
      ["CreateBucket", { Bucket: NAME }],
      ["PutBucketVersioning", { ...own, VersioningConfiguration: { Status: "Enabled" } }],
      [
        "PutBucketEncryption",
        {
          ...own,
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
          },
        },
      ],
      [
        "PutPublicAccessBlock",
        {
          ...own,
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: true,
          },
        },
      ],
      ["PutBucketPolicy", { ...own, Policy: expect.any(String) }],
      [
        "PutBucketLifecycleConfiguration",
        {
          ...own,
          LifecycleConfiguration: {
            Rules: [
              {
                ID: "expire-old-states",
                Status: "Enabled",
                Filter: { Prefix: "" },
                NoncurrentVersionExpiration: { NoncurrentDays: 90 },
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
              },
            ],
          },
        },
      ],
    ]);
    const policy = made.find(([name]) => name === "PutBucketPolicy")?.[1].Policy;
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${NAME}`, `arn:aws:s3:::${NAME}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });
});
