import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { lockKey } from "../naming/names";
import { RefusedError } from "../terminal/refused";
import { signsOfLife } from "./signs-of-life";
import { type Lock, parseLock } from "./stored-lock";

/** A lock that was read from S3. */
export interface HeldLock {
  readonly lock: Lock;
  /** ETag of the lock's object in S3. A conditional write with this ETag replaces only this version of the object. */
  readonly etag: string;
  /**
   * Seconds since the lock was last written. S3's clock measures them, so a wrong clock of this machine or of the holder does not matter.
   * For a release, these are the seconds since the start of the release, because the release controller writes the lock only once.
   */
  readonly ageSeconds: number;
}

/** A lock that cannot be parsed. Its holder is unknown. */
export interface UnreadableLock extends Omit<HeldLock, "lock"> {
  readonly lock: undefined;
  readonly suffix: string;
  /** A message with the URL, size and time of the lock's object in S3, and with the reason why the lock cannot be read. */
  readonly description: string;
}

export type FoundLock = HeldLock | UnreadableLock;

/** Somebody else holds the environment's lock. */
export class LockHeldError extends RefusedError {
  public override readonly name = "LockHeldError";
  public constructor(held: FoundLock) {
    super(held.lock === undefined ? describeUnreadable(held) : describeHeld(held));
  }
}

function describeHeld({ lock: { operation, who, host, since }, ageSeconds }: HeldLock): string {
  return (
    `a ${operation} is under way: ${who} on ${host} since ${since}, last sign of life ${Math.round(ageSeconds)} s ago; ` +
    'wait for its end, which "npm run release -- status" shows; if it has crashed, free the lock with "npm run release -- unlock"'
  );
}

function describeUnreadable({ description, suffix }: UnreadableLock): string {
  return (
    `the holder of ${suffix}'s lock is unknown: ${description}; find out whether a deploy, destroy, release or sweep is running, ` +
    `then free the lock with "npm run release -- unlock --suffix ${suffix}"`
  );
}

/** This process no longer holds the environment's lock, because somebody has freed it or taken it over. */
export class LockLostError extends Error {
  public override readonly name = "LockLostError";
}

/** Returns a new lock for an operation of this process. @param who the ARN of this process's AWS identity */
export function newLock(operation: Lock["operation"], who: string): Lock {
  const now = new Date().toISOString();
  return { id: randomUUID(), operation, who, host: hostname(), since: now, aliveAt: now };
}

/**
 * The lock of one environment. It is an object in S3, and conditional writes make it safe: with `If-None-Match`, only one writer can create
 * the object, and with `If-Match`, only a writer that has read the newest version can replace the object.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export class EnvironmentLock {
  private readonly object: { readonly Bucket: string; readonly Key: string };

  public constructor(
    private readonly s3: S3Client,
    stateBucket: string,
    private readonly suffix: string,
  ) {
    this.object = { Bucket: stateBucket, Key: lockKey(suffix) };
  }

  /** Takes the lock. @throws LockHeldError if somebody else holds it */
  public async acquire(lock: Lock): Promise<void> {
    if (await this.put(lock, { IfNoneMatch: "*" })) return;
    const held = await this.read();
    if (held?.lock?.id === lock.id) return; // the SDK's first try created the lock, but S3's answer was lost, and S3 refused the second try
    if (held !== undefined) throw new LockHeldError(held);
    await this.acquire(lock); // the lock was freed between the two calls
  }

  /** Reads the lock. @returns undefined if nobody holds it */
  public async read(abortSignal?: AbortSignal): Promise<FoundLock | undefined> {
    const options = { ...(abortSignal && { abortSignal }) };
    // The object is listed first. If GetObject came first and the object did not exist, a caller without permission to list the bucket
    // would get the error "forbidden".
    const listed = await this.s3.send(
      new ListObjectsV2Command({ Bucket: this.object.Bucket, Prefix: this.object.Key, MaxKeys: 1 }),
      options,
    );
    if (!listed.Contents?.some(({ Key }) => Key === this.object.Key)) return undefined;
    try {
      const get = new GetObjectCommand(this.object);
      let now = Number.NaN;
      get.middlewareStack.add(
        (next) => async (args) => {
          const result = await next(args);
          const { headers } = result.response as { readonly headers: Readonly<Record<string, string>> };
          now = Date.parse(headers.date ?? "");
          return result;
        },
        { step: "deserialize" },
      );
      const { Body, ETag: etag = "", LastModified = new Date() } = await this.s3.send(get, options);
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      const age = (Number.isNaN(now) ? Date.now() : now) - LastModified.getTime();
      const ageSeconds = Math.max(0, age / 1000);
      const parsed = parseLock(new TextDecoder().decode(bytes));
      if (!("unreadable" in parsed)) return { lock: parsed, etag, ageSeconds };
      const { Bucket, Key } = this.object;
      const description = `the lock s3://${Bucket}/${Key} (${bytes.length} bytes, last written ${LastModified.toISOString()}) cannot be read: ${parsed.unreadable}`;
      return { lock: undefined, etag, ageSeconds, suffix: this.suffix, description };
    } catch (error) {
      if ((error as Error).name === "NoSuchKey") return undefined; // freed between the two calls
      throw error;
    }
  }

  /**
   * Changes the lock of one holder. If somebody else writes the lock between this method's read and its write, the method reads the lock
   * again and repeats the change.
   *
   * @param id the lock's id, which identifies the holder
   * @param change a function that returns the changed lock
   * @throws LockLostError if that holder no longer has the lock
   */
  public async change(id: string, change: (lock: Lock) => Lock, abortSignal?: AbortSignal): Promise<Lock> {
    for (;;) {
      const held = await this.read(abortSignal);
      if (held === undefined) throw new LockLostError("the lock was freed by somebody else");
      if (held.lock === undefined) throw new LockLostError(held.description);
      if (held.lock.id !== id) throw new LockLostError(`${held.lock.who} on ${held.lock.host} took over`);
      const changed = change(held.lock);
      if (await this.put(changed, { IfMatch: held.etag }, abortSignal)) return changed;
    }
  }

  /**
   * Takes the lock, does the work, and frees the lock. During the work, this process writes a sign of life into the lock every few seconds.
   *
   * @param work the function to run. Its signal is aborted with a LockLostError if somebody frees the lock or takes it over
   * @param stays a callback that runs after the work. If it returns true, the lock is not freed. @default - the lock is freed
   * @throws LockHeldError if somebody else holds the lock
   */
  public async holding<Result>(
    lock: Lock,
    work: (lost: AbortSignal) => Promise<Result>,
    stays: () => boolean = () => false,
  ): Promise<Result> {
    await this.acquire(lock);
    const beat = (abortSignal: AbortSignal) =>
      this.change(lock.id, (held) => ({ ...held, aliveAt: new Date().toISOString() }), abortSignal);
    const { lost, stop } = signsOfLife(beat, (error) => error instanceof LockLostError);
    return work(lost).finally(async () => {
      stop();
      if (stays()) return;
      // The lock may be impossible to free, for example because the AWS session has expired. Even then, the result of the work is returned.
      await this.free(lock.id).catch(({ message }: Error) =>
        console.error(
          `the lock could not be freed (${message}); free it later with: npm run release -- unlock`,
        ),
      );
    });
  }

  /** Frees the lock if this holder still has it. @returns true if this holder had the lock */
  public async free(id: string): Promise<boolean> {
    for (;;) {
      const held = await this.read();
      if (held?.lock?.id !== id) return false;
      if (await this.delete(held.etag)) return true; // otherwise a sign of life was written in between, so the lock is read again
    }
  }

  /** Frees the lock if nobody has written it after the caller read it. @returns true if the lock was freed */
  public async freeExactly({ etag }: FoundLock): Promise<boolean> {
    return (await this.read())?.etag === etag && this.delete(etag);
  }

  private put(
    lock: Lock,
    condition: { IfMatch: string } | { IfNoneMatch: string },
    abortSignal?: AbortSignal,
  ): Promise<boolean> {
    const Body = JSON.stringify(lock, null, 2);
    const put = new PutObjectCommand({ ...this.object, ...condition, Body, ContentType: "application/json" });
    return isMet(this.s3.send(put, { ...(abortSignal && { abortSignal }) }));
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
  private delete(etag: string): Promise<boolean> {
    return isMet(this.s3.send(new DeleteObjectCommand({ ...this.object, IfMatch: etag })));
  }
}

/** Waits for a conditional request to S3. @returns true if the request's condition was met */
async function isMet(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    // S3's status 412: the condition is not met. 409: two conditional writes happened at the same time. 404: a request with If-Match found
    // no object.
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 412 || status === 409 || status === 404) return false;
    throw error;
  }
}
