import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { stateKey } from "../config/names";

/** What the state bucket says about one environment. */
export interface StoredState {
  readonly suffix: string;
  /** How many resources Terraform manages there; 0 after a destroy. */
  readonly resources: number;
  /** When the state was last written. */
  readonly lastChanged: Date;
}

/** {@link stateKey}, taken apart, and its lock. */
const KEY = /^([^/]+)\/transaction-processing\.tfstate(\.tflock)?$/;

/**
 * States whose environment's suffix begins so, as S3 lists them, and whether Terraform holds the lock of one.
 *
 * @param prefix all of a key's beginning: `pr-`, or `dev/` for exactly one
 */
export async function storedStates(
  s3: S3Client,
  stateBucket: string,
  prefix: string,
): Promise<{ readonly states: StoredState[]; readonly locked: string[] }> {
  const states: StoredState[] = [];
  const locked: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: stateBucket, Prefix: prefix })) {
    for (const { Key = "", LastModified = new Date(0) } of page.Contents ?? []) {
      const [, suffix, lock] = KEY.exec(Key) ?? [];
      if (suffix === undefined) continue;
      if (lock !== undefined) {
        locked.push(suffix);
        continue;
      }
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: stateBucket, Key }));
      const resources = countManaged(Key, (await Body?.transformToString()) ?? "");
      states.push({ suffix, resources, lastChanged: LastModified });
    }
  }
  return { states, locked };
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
function countManaged(key: string, state: string): number {
  const { version, resources } = JSON.parse(state) as {
    version: number;
    resources?: { mode: string; instances: unknown[] }[];
  };
  if (version !== 4) {
    throw new Error(
      `${key} is a state of version ${version}; this project reads 4, as Terraform writes it since 0.12`,
    );
  }
  return (resources ?? [])
    .filter(({ mode }) => mode === "managed")
    .reduce((sum, { instances }) => sum + instances.length, 0);
}
