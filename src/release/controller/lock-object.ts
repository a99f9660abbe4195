import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { brief } from "./aws";
import type { LockHolder } from "./look";
import type { ControllerSettings } from "./settings";

/** The environment's lock, an object that deployments take too (`src/lock/`). */
const objectOf = ({ stateBucket, lockKey }: ControllerSettings) => ({ Bucket: stateBucket, Key: lockKey });

export async function readLock(s3: S3Client, settings: ControllerSettings): Promise<LockHolder | "nobody"> {
  return (await readExactly(s3, settings))?.lock ?? "nobody";
}

/** @returns the holder, where somebody else holds the lock */
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
    // A call that failed may have succeeded all the same, also the first of two tries.
    const holder = await readLock(s3, settings);
    if (holder === "nobody") throw error;
    return holder.id === id ? undefined : holder;
  }
}

/** Frees the given lock; a lock that was written meanwhile stays. */
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

/** An unreadable lock counts as held by somebody. */
function parse(text: string): LockHolder {
  try {
    const { id, operation, who, since } = JSON.parse(text) as Record<string, unknown>;
    const at = Date.parse(`${since}`);
    return { id: `${id}`, operation: `${operation}`, who: `${who}`, since: Number.isNaN(at) ? 0 : at };
  } catch {
    return { id: "", operation: "something unknown", who: "somebody unknown", since: 0 };
  }
}
