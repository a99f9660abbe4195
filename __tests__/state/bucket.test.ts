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
  await expect(ensureStateBucket(s3, ACCOUNT_ID)).rejects.toThrow("refused");
  expect(sent).toEqual(["HeadBucketCommand"]);
});
