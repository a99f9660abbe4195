import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { lockKey } from "../config/names";
import { RefusedError } from "../terminal/refused";
import type { Release } from "./release";

/** Who holds an environment, and what for. */
export interface Lock {
  /** Tells this holder from every other, of the same person too. */
  readonly id: string;
  readonly operation: "deploy" | "destroy" | "release" | "sweep";
  /** ARN that the holder is signed in with. */
  readonly who: string;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
  /** When the holder last wrote it, not somebody who asks it for something. ISO 8601. */
  readonly aliveAt: string;
  /** Only while a release is under way. */
  readonly release?: Release;
}

/** A lock as it was read, with what is needed to replace exactly it. */
export interface HeldLock {
  readonly lock: Lock;
  readonly etag: string;
  /** How long ago its holder last wrote it, by our clock against its. */
  readonly ageSeconds: number;
}

/** Somebody else holds the environment. */
export class LockHeldError extends RefusedError {
  public override readonly name = "LockHeldError";
  public constructor(public readonly held: HeldLock) {
    const { operation, who, host, since } = held.lock;
    super(
      `a ${operation} is under way: ${who} on ${host} since ${since}, last heard of ${Math.round(held.ageSeconds)} s ago; ` +
        'wait for its end, see "npm run release -- status", or after a crash free it with "npm run release -- unlock"',
    );
  }
}

/** This process no longer holds the environment: somebody took it over or freed it. */
export class LockLostError extends Error {
  public override readonly name = "LockLostError";
}

/** Says who asks for the lock. */
export function newLock(operation: Lock["operation"], who: string): Lock {
  const now = new Date().toISOString();
  return { id: randomUUID(), operation, who, host: hostname(), since: now, aliveAt: now };
}

/**
 * One lock per environment: an object that S3 lets only one writer create (`If-None-Match`), and lets nobody replace who
 * has not read its newest form (`If-Match`).
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export class EnvironmentLock {
  private readonly object: { readonly Bucket: string; readonly Key: string };

  public constructor(
    private readonly s3: S3Client,
    stateBucket: string,
    suffix: string,
  ) {
    this.object = { Bucket: stateBucket, Key: lockKey(suffix) };
  }

  /** @throws LockHeldError when somebody holds it */
  public async acquire(lock: Lock): Promise<void> {
    if (await this.put(lock, { IfNoneMatch: "*" })) return;
    const held = await this.read();
    if (held?.lock.id === lock.id) return; // the answer to our first try was lost, and S3 refused the second
    if (held !== undefined) throw new LockHeldError(held);
    await this.acquire(lock); // it was freed between the two calls
  }

  public async read(): Promise<HeldLock | undefined> {
    // Asked for by name, S3 would answer "forbidden" instead of "not found" to who may not list the bucket.
    const listed = await this.s3.send(
      new ListObjectsV2Command({ Bucket: this.object.Bucket, Prefix: this.object.Key, MaxKeys: 1 }),
    );
    if (!listed.Contents?.some(({ Key }) => Key === this.object.Key)) return undefined;
    try {
      const { Body, ETag = "" } = await this.s3.send(new GetObjectCommand(this.object));
      const lock = JSON.parse((await Body?.transformToString()) ?? "") as Lock;
      return {
        lock,
        etag: ETag,
        ageSeconds: Math.max(0, (Date.now() - Date.parse(lock.aliveAt)) / 1000),
      };
    } catch (error) {
      if ((error as Error).name === "NoSuchKey") return undefined; // freed between the two calls
      throw error;
    }
  }

  /**
   * Changes the lock of one holder, whoever writes it meanwhile.
   *
   * @param id the holder
   * @throws LockLostError when that holder has it no longer
   */
  public async change(id: string, change: (lock: Lock) => Lock): Promise<Lock> {
    for (;;) {
      const held = await this.read();
      if (held?.lock.id !== id) {
        throw new LockLostError(
          held ? `${held.lock.who} on ${held.lock.host} took over` : "the lock was freed by somebody else",
        );
      }
      const changed = change(held.lock);
      if (await this.put(changed, { IfMatch: held.etag })) return changed;
    }
  }

  /**
   * Does the work while this holder has the lock.
   *
   * @param stays asked when the work has ended: whether nobody may go on yet
   * @throws LockHeldError when somebody else has it
   */
  public async holding<Result>(
    lock: Lock,
    work: () => Promise<Result>,
    stays: () => boolean = () => false,
  ): Promise<Result> {
    await this.acquire(lock);
    return work().finally(async () => {
      if (stays()) return;
      // How the work ended is what counts, and an expired session frees nothing.
      await this.free(lock.id).catch(({ message }: Error) =>
        console.error(`the lock could not be freed (${message}): later, npm run release -- unlock`),
      );
    });
  }

  /** Frees the lock if this holder still has it. @returns whether it had */
  public async free(id: string): Promise<boolean> {
    if ((await this.read())?.lock.id !== id) return false;
    await this.s3.send(new DeleteObjectCommand(this.object));
    return true;
  }

  private async put(lock: Lock, condition: { IfMatch: string } | { IfNoneMatch: string }): Promise<boolean> {
    try {
      const Body = JSON.stringify(lock, null, 2);
      await this.s3.send(
        new PutObjectCommand({ ...this.object, ...condition, Body, ContentType: "application/json" }),
      );
      return true;
    } catch (error) {
      // 409: two conditional writes met; 404: what IfMatch names is gone.
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      if (status === 412 || status === 409 || status === 404) return false;
      throw error;
    }
  }
}
