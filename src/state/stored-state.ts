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

/** What the state bucket says about one environment. */
export interface StoredState {
  readonly suffix: string;
  /** How many resources Terraform manages there; 0 after a destroy. */
  readonly resources: number;
  /** When the state was last written. */
  readonly lastChanged: Date;
}

/** A state that says nothing of its environment, which may well be deployed. */
export interface UnreadableState {
  readonly suffix: string;
  /** Where it is, why it cannot be read, and what to do. */
  readonly description: string;
}

export interface StoredStates {
  readonly states: StoredState[];
  readonly unreadable: UnreadableState[];
  /** Suffixes whose state Terraform holds the lock of. */
  readonly locked: string[];
  /** Keys of release documents, which stay as states do: what their function was asked for last, and a copy that it could not read. */
  readonly documents: string[];
}

/** {@link stateKey}, taken apart, and its lock. */
const KEY = /^([^/]+)\/transaction-processing\.tfstate(\.tflock)?$/;

/**
 * States whose environment's suffix begins so, as S3 lists them. One that cannot be read does not hide the others.
 *
 * @param prefix all of a key's beginning: `pr-`, or `dev/` for exactly one
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

/** S3's refusals that are about one object, not about all: its key, or its storage class. */
const OF_ONE_OBJECT = ["AccessDenied", "InvalidObjectState"];

/** @returns undefined when it was deleted since it was listed */
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
 * Whether there ever was a state of this environment, by the versions and deletions of it that the bucket keeps.
 *
 * @returns undefined where we may not list them
 */
export async function hadState(
  s3: S3Client,
  stateBucket: string,
  suffix: string,
): Promise<boolean | undefined> {
  const key = stateKey(suffix); // the first of this prefix: the first page has it
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

/** https://developer.hashicorp.com/terraform/internals/json-format says nothing of it: this is the state's version 4. */
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

/** How many resources Terraform manages by this state, or why that cannot be known. */
function countManaged(state: string): number | Unreadable {
  let value: unknown;
  try {
    value = JSON.parse(state);
  } catch {
    return { unreadable: state === "" ? "it is empty" : "it is not JSON" };
  }
  const { success, output, issues } = v.safeParse(stateSchema, value);
  if (!success) {
    const [issue] = issues; // what it has instead may be a secret
    const not = issue.received === "undefined" ? "missing" : `not ${issue.message}`;
    return { unreadable: `${v.getDotPath(issue) ?? "(top level)"} is ${not}` };
  }
  return (output.resources ?? [])
    .filter(({ mode }) => mode === "managed")
    .reduce((sum, { instances }) => sum + instances.length, 0);
}
