import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { brief } from "./aws";
import type { Answer } from "./call";
import type { ReleaseDocument } from "./document";
import type { ControllerSettings } from "./settings";

/** Reads the release document. The release document is an object in the state bucket. The controller alone writes this object. */
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
 * Writes the document if the stored document still has the ETag that was read. S3 answers 412 if the stored document has another ETag, and
 * 409 if another write is in progress.
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
    // S3 answers 404 if an ETag is given and the object does not exist.
    if (["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"].includes(name)) {
      return { kind: "conflict" };
    }
    throw error;
  }
}

/**
 * Stores a copy of a release document that cannot be parsed. An earlier copy becomes a noncurrent version of the S3 object, because the
 * bucket has versioning.
 */
export async function keepUnreadable(
  s3: S3Client,
  { stateBucket, unreadableKey }: ControllerSettings,
  text: string,
): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: stateBucket, Key: unreadableKey, Body: text }), brief());
}
