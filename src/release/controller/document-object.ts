import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { brief } from "./aws";
import type { Answer } from "./call";
import type { ReleaseDocument } from "./document";
import type { ControllerSettings } from "./settings";

/** The document, an object in the state bucket that only this function writes. */
export async function readDocument(
  s3: S3Client,
  { stateBucket, documentKey }: ControllerSettings,
): Promise<Answer> {
  try {
    const { Body, ETag = "" } = await s3.send(
      new GetObjectCommand({ Bucket: stateBucket, Key: documentKey }),
      brief(),
    );
    return { kind: "document", text: (await Body?.transformToString()) ?? "", etag: ETag };
  } catch (error) {
    if ((error as Error).name === "NoSuchKey") return { kind: "none" };
    throw error;
  }
}

/**
 * Replaces the document if it is still the version that was read. S3 answers 412 for another version, and 409 during somebody
 * else's write.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function writeDocument(
  s3: S3Client,
  { stateBucket, documentKey }: ControllerSettings,
  document: ReleaseDocument,
  etag: string | undefined,
): Promise<Answer> {
  try {
    const { ETag = "" } = await s3.send(
      new PutObjectCommand({
        Bucket: stateBucket,
        Key: documentKey,
        Body: JSON.stringify(document),
        ContentType: "application/json",
        ...(etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: etag }),
      }),
      brief(),
    );
    return { kind: "written", etag: ETag };
  } catch (error) {
    const { name } = error as Error;
    // Without an object whose ETag could match, S3 answers 404.
    if (["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"].includes(name)) {
      return { kind: "conflict" };
    }
    throw error;
  }
}

/** Keeps a copy of an unreadable document, in the place of an earlier copy: the bucket keeps versions. */
export async function keepUnreadable(
  s3: S3Client,
  { stateBucket, unreadableKey }: ControllerSettings,
  text: string,
): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: stateBucket, Key: unreadableKey, Body: text }), brief());
}
