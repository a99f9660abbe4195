import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { brief } from "./aws";
import type { LockHolder } from "./look";
import type { ControllerSettings } from "./settings";

/** The S3 object of the environment's lock. Deployments take the same lock (`src/lock/`). */
const objectOf = ({ stateBucket, lockKey }: ControllerSettings) => ({ Bucket: stateBucket, Key: lockKey });

export async function readLock(s3: S3Client, settings: ControllerSettings): Promise<LockHolder | "nobody"> {
  return (await readExactly(s3, settings))?.lock ?? "nobody";
}

/** Takes the environment's lock. @returns the holder, if somebody else holds the lock; `undefined` if the lock was taken */
export async function takeLock(
  s3: S3Client,
  settings: ControllerSettings,
  { id, by }: { readonly id: string; readonly by: string },
): Promise<LockHolder | undefined> {
  const now = new Date().toISOString();
  const lock = {
    id,
    operation: "release",
    who: by,
    host: `release-controller-${settings.suffix}`,
    since: now,
    aliveAt: now,
  };
  try {
    await s3.send(
      new PutObjectCommand({ ...objectOf(settings), Body: JSON.stringify(lock), IfNoneMatch: "*" }),
      brief(),
    );
    return undefined;
  } catch (error) {
    // S3 may have written the lock although the call failed: if S3's answer is lost, the SDK's second attempt fails. So the lock is read.
    const holder = await readLock(s3, settings);
    if (holder === "nobody") throw error;
    return holder.id === id ? undefined : holder;
  }
}

/** Frees the lock if it has the given id. A lock that somebody else has written meanwhile is not freed. */
export async function freeLock(s3: S3Client, settings: ControllerSettings, id: string): Promise<void> {
  const found = await readExactly(s3, settings);
  if (found?.lock.id !== id) return;
  await s3.send(new DeleteObjectCommand({ ...objectOf(settings), IfMatch: found.etag }), brief());
}

async function readExactly(
  s3: S3Client,
  settings: ControllerSettings,
): Promise<{ readonly lock: LockHolder; readonly etag: string } | undefined> {
  try {
    const { Body, ETag = "" } = await s3.send(new GetObjectCommand(objectOf(settings)), brief());
    return { lock: parse((await Body?.transformToString()) ?? ""), etag: ETag };
  } catch (error) {
    if ((error as Error).name === "NoSuchKey") return undefined;
    throw error;
  }
}

/** Parses a lock. An unreadable lock counts as held by an unknown person. */
function parse(text: string): LockHolder {
  try {
    const { id, operation, who, since } = JSON.parse(text) as Record<string, unknown>;
    const at = Date.parse(`${since}`);
    return { id: `${id}`, operation: `${operation}`, who: `${who}`, since: Number.isNaN(at) ? 0 : at };
  } catch {
    return { id: "", operation: "something unknown", who: "somebody unknown", since: 0 };
  }
}
