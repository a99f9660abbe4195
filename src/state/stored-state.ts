import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import * as v from "valibot";
import { lockKey, stateKey } from "../naming/names";
import { releaseKey, unreadableReleaseKey } from "../naming/release-keys";
import { printable } from "../terminal/printable";

/** Facts about the Terraform state of one environment in the state bucket. */
export interface StoredState {
  readonly suffix: string;
  /** The number of resources in the state; 0 after a destroy. */
  readonly resources: number;
  /** The time at which the state was last written. */
  readonly lastChanged: Date;
}

/** A Terraform state that cannot be read, so that it is unknown whether its environment is deployed. */
export interface UnreadableState {
  readonly suffix: string;
  /** A message with the state's URL in S3, the reason why the state cannot be read, and the runbook. */
  readonly description: string;
}

/** The states and other objects whose keys in the state bucket begin with one prefix. */
export interface StoredStates {
  readonly states: StoredState[];
  readonly unreadable: UnreadableState[];
  /** Suffixes of the environments whose state Terraform has locked. */
  readonly locked: string[];
  /** Suffixes of the environments whose own lock exists. Deployments, destroys, releases and sweeps hold this lock. */
  readonly held: string[];
  /**
   * S3 keys of the release controller's documents, and of its copies of unreadable documents. A destroy deletes neither these objects nor
   * the states.
   */
  readonly documents: string[];
}

/**
 * Matches the S3 keys of a state (see {@link stateKey}) and of Terraform's lock for it. Group 1 is the suffix. Group 2 is `.tflock` for a
 * lock.
 */
const KEY = /^([^/]+)\/transaction-processing\.tfstate(\.tflock)?$/;

/**
 * Reads the states whose S3 keys begin with a prefix, in S3's order. If one state cannot be read, the function still returns the other
 * states.
 *
 * @param prefix the beginning of the keys, such as `pr-` for all previews, or `dev/` for the environment `dev` alone
 */
export async function storedStates(s3: S3Client, stateBucket: string, prefix: string): Promise<StoredStates> {
  const states: StoredState[] = [];
  const unreadable: UnreadableState[] = [];
  const locked: string[] = [];
  const held: string[] = [];
  const documents: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: stateBucket, Prefix: prefix })) {
    for (const { Key = "", LastModified = new Date(0) } of page.Contents ?? []) {
      const [folder = ""] = Key.split("/");
      if ([releaseKey(folder), unreadableReleaseKey(folder)].includes(Key)) documents.push(Key);
      if (Key === lockKey(folder)) held.push(folder);
      const [, suffix, lock] = KEY.exec(Key) ?? [];
      if (suffix === undefined) continue;
      if (lock !== undefined) {
        locked.push(suffix);
        continue;
      }
      const text = await textOf(s3, stateBucket, Key);
      if (text === undefined) continue;
      const counted = typeof text === "string" ? countManaged(text) : text;
      if (typeof counted === "number") {
        states.push({ suffix, resources: counted, lastChanged: LastModified });
      } else {
        const description = printable(
          `${suffix}: its state s3://${stateBucket}/${Key} cannot be read: ${counted.unreadable}; see docs/runbooks/restore-state.md`,
        );
        unreadable.push({ suffix, description });
      }
    }
  }
  return { states, unreadable, locked, held, documents };
}

interface Unreadable {
  readonly unreadable: string;
}

/** Names of S3's errors that concern only one object. The cause may be the object's KMS key or its storage class. */
const OF_ONE_OBJECT = ["AccessDenied", "InvalidObjectState"];

/**
 * Reads an object from S3.
 *
 * @returns the object's text, or a reason why it cannot be read, or undefined if somebody deleted it after the listing
 */
async function textOf(s3: S3Client, Bucket: string, Key: string): Promise<string | Unreadable | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) ?? "";
  } catch (error) {
    const { name, message } = error as Error;
    if (name === "NoSuchKey") return undefined;
    if (OF_ONE_OBJECT.includes(name)) return { unreadable: `${name}: ${message}` };
    throw error;
  }
}

/**
 * Returns whether a state of this environment exists or existed. The function looks for versions and delete markers of the state's object.
 *
 * @returns undefined if the caller may not list object versions
 */
export async function hadState(
  s3: S3Client,
  stateBucket: string,
  suffix: string,
): Promise<boolean | undefined> {
  const key = stateKey(suffix); // the first page contains this key, because S3 sorts it before all longer keys with this prefix
  try {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: stateBucket, Prefix: key }),
    );
    return [...Versions, ...DeleteMarkers].some(({ Key }) => Key === key);
  } catch (error) {
    if ((error as Error).name === "AccessDenied") return undefined;
    throw error;
  }
}

/** Returns whether Terraform's own lock of the environment's state exists. */
export async function isStateLocked(
  s3: S3Client,
  stateBucket: string,
  suffix: string,
  abortSignal?: AbortSignal,
): Promise<boolean> {
  const key = `${stateKey(suffix)}.tflock`;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: stateBucket, Prefix: key }), {
    ...(abortSignal && { abortSignal }),
  });
  return Contents.some(({ Key }) => Key === key);
}

/** The part of Terraform's state format (version 4) that this project reads. HashiCorp does not document this format. */
const stateSchema = v.object(
  {
    version: v.literal(4, "4, as Terraform writes it since 0.12"),
    resources: v.nullish(
      v.array(
        v.object({ mode: v.string("text"), instances: v.array(v.unknown(), "a list") }, "an object"),
        "a list",
      ),
      [],
    ),
  },
  "a JSON object",
);

/** Counts the managed resources in a state. @returns the number, or the reason why the state cannot be read */
function countManaged(state: string): number | Unreadable {
  let value: unknown;
  try {
    value = JSON.parse(state);
  } catch {
    return { unreadable: state === "" ? "it is empty" : "it is not JSON" };
  }
  const { success, output, issues } = v.safeParse(stateSchema, value);
  if (!success) {
    const [issue] = issues; // the message omits the invalid value, because it may be a secret
    const not = issue.received === "undefined" ? "missing" : `not ${issue.message}`;
    return { unreadable: `${v.getDotPath(issue) ?? "(top level)"} is ${not}` };
  }
  return (output.resources ?? [])
    .filter(({ mode }) => mode === "managed")
    .reduce((sum, { instances }) => sum + instances.length, 0);
}
