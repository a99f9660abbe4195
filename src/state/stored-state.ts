import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import * as v from "valibot";
import { stateKey } from "../naming/names";
import { releaseKey, unreadableReleaseKey } from "../naming/release-keys";
import { printable } from "../terminal/printable";

/** The Terraform state of one environment, as the state bucket stores it. */
export interface StoredState {
  readonly suffix: string;
  /** The number of resources in the state; 0 after a destroy. */
  readonly resources: number;
  /** When the state was last written. */
  readonly lastChanged: Date;
}

/** A state that cannot be read. Its environment may be deployed. */
export interface UnreadableState {
  readonly suffix: string;
  /** A message with the state's URL in S3, the reason why the state cannot be read, and the runbook. */
  readonly description: string;
}

/** The content of the state bucket, or of a part of it. */
export interface StoredStates {
  readonly states: StoredState[];
  readonly unreadable: UnreadableState[];
  /** Suffixes of the environments whose state Terraform has locked. */
  readonly locked: string[];
  /** Keys of the release documents, and of the copies of unreadable release documents. A destroy deletes neither them nor the states. */
  readonly documents: string[];
}

/** Matches {@link stateKey} and the key of Terraform's lock. The groups are the suffix and the lock's ending. */
const KEY = /^([^/]+)\/transaction-processing\.tfstate(\.tflock)?$/;

/**
 * Reads the states whose keys begin with a prefix, in S3's order. If one state cannot be read, the others are still returned.
 *
 * @param prefix the beginning of the keys: `pr-`, or `dev/` for exactly one environment
 */
export async function storedStates(s3: S3Client, stateBucket: string, prefix: string): Promise<StoredStates> {
  const states: StoredState[] = [];
  const unreadable: UnreadableState[] = [];
  const locked: string[] = [];
  const documents: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: stateBucket, Prefix: prefix })) {
    for (const { Key = "", LastModified = new Date(0) } of page.Contents ?? []) {
      const [folder = ""] = Key.split("/");
      if ([releaseKey(folder), unreadableReleaseKey(folder)].includes(Key)) documents.push(Key);
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
  return { states, unreadable, locked, documents };
}

interface Unreadable {
  readonly unreadable: string;
}

/** S3's errors about a single object, because of its KMS key or its storage class. */
const OF_ONE_OBJECT = ["AccessDenied", "InvalidObjectState"];

/** Reads an object. @returns its text, a reason why it cannot be read, or undefined if it was deleted after the listing */
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
 * Whether there ever was a state of this environment. The answer comes from the object versions and delete markers in the bucket.
 *
 * @returns undefined if the caller may not list object versions
 */
export async function hadState(
  s3: S3Client,
  stateBucket: string,
  suffix: string,
): Promise<boolean | undefined> {
  const key = stateKey(suffix); // no other key with this prefix sorts before it, so the first page contains it
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

/** The used part of Terraform's state format, version 4. HashiCorp does not document the format of the state file. */
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
    const [issue] = issues; // the message leaves out the invalid value, which may be a secret
    const not = issue.received === "undefined" ? "missing" : `not ${issue.message}`;
    return { unreadable: `${v.getDotPath(issue) ?? "(top level)"} is ${not}` };
  }
  return (output.resources ?? [])
    .filter(({ mode }) => mode === "managed")
    .reduce((sum, { instances }) => sum + instances.length, 0);
}
