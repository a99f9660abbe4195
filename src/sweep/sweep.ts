import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { inventoryReaders } from "../inventory/inventory";
import type { Item } from "../inventory/item";
import { type ClientConfig, entries } from "../inventory/readers";
import { identifyingTags } from "../naming/tags";
import { attribute, exists } from "./attribute";

/** The result of listing all items of one type. */
export interface Asked {
  readonly type: string;
  /** The number of items (resources) of this type that exist in the account. */
  readonly inAccount: number;
  /** The number of items of this type that exist and belong to the environment. */
  readonly ofEnvironment: number;
  /** The error of the call that lists the items. @default - the call succeeded */
  readonly failure?: string;
}

/** The result of a sweep. */
export interface Sweep {
  readonly asked: readonly Asked[];
  /** The environment's items that exist. */
  readonly leftovers: readonly Item[];
  /** Deleted items of the environment that AWS still lists. */
  readonly remembered: readonly Item[];
  /**
   * Items whose environment is not known. AWS refused to describe these items, and the tagging API does not list them for this environment.
   */
  readonly unread: readonly Item[];
  /**
   * The account's DNS records with which ACM validates domains of certificates. It is not known to which environment such a
   * record belongs, so each of them may be a leftover of this environment.
   */
  readonly validations: readonly Item[];
}

/** Options of {@link sweep}. */
export interface SweepProps {
  readonly suffix: string;
  readonly accountId: string;
  readonly client: ClientConfig;
  /**
   * A callback that is called after the items of a type have been listed. It gets the number of listed types so far, the number of all
   * types, and the type.
   */
  readonly onProgress?: (done: number, total: number, type: string) => void;
}

/** The name under which a report lists the Resource Groups Tagging API, beside the resource types. */
export const TAGGING_API = "tagging API";

/** Searches the account for all items (resources) of one environment. This function only reads; `remove` deletes items. */
export async function sweep({ suffix, accountId, client, onProgress }: SweepProps): Promise<Sweep> {
  const byTags = async () => (await taggedArns(client, suffix)).map((id) => ({ id }));
  const questions = Object.entries({ [TAGGING_API]: byTags, ...inventoryReaders(client) });
  let done = 0;
  const answers = await Promise.all(
    questions.map(async ([type, read]) => {
      const answer = await read().then(
        (found) => ({ type, items: found.map((it): Item => ({ type, ...it })) }),
        ({ name, message }: Error) => ({ type, items: [], failure: `${name}: ${message}` }),
      );
      done += 1;
      onProgress?.(done, questions.length, type);
      return answer;
    }),
  );
  const items = answers.filter(({ type }) => type !== TAGGING_API).flatMap((it) => it.items);
  const arns = answers
    .filter(({ type }) => type === TAGGING_API)
    .flatMap((it) => it.items.map(({ id }) => id));
  const unanswered = new Set(answers.filter((it) => "failure" in it).map(({ type }) => type));
  const own = attribute({ suffix, accountId }, { items, arns, unanswered });
  const leftovers = own.filter(exists);
  const existing = (of: readonly Item[], type: string) =>
    of.filter((item) => item.type === type && exists(item)).length;
  return {
    asked: answers.map(({ type, items, ...failure }) =>
      type === TAGGING_API
        ? { type, inAccount: items.length, ofEnvironment: items.length, ...failure }
        : { type, inAccount: existing(items, type), ofEnvironment: existing(leftovers, type), ...failure },
    ),
    leftovers,
    remembered: own.filter((item) => !exists(item)),
    unread: items.filter((item) => item.unread !== undefined && !own.includes(item)),
    validations: items.filter(({ validates }) => validates),
  };
}

const taggedArns = async (client: ClientConfig, suffix: string) => {
  const TagFilters = Object.entries(identifyingTags(suffix)).map(([Key, value]) => ({
    Key,
    Values: [value],
  }));
  const found = await entries(
    paginateGetResources({ client: new ResourceGroupsTaggingAPIClient(client) }, { TagFilters }),
    (page) => page.ResourceTagMappingList,
  );
  return found.flatMap(({ ResourceARN }) => ResourceARN ?? []);
};
