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
  /** The number of existing items in the account. */
  readonly inAccount: number;
  /** The number of the environment's existing items. */
  readonly ofEnvironment: number;
  /** The error of the call. @default - the call succeeded */
  readonly failure?: string;
}

/** The result of a sweep. */
export interface Sweep {
  readonly asked: readonly Asked[];
  /** The environment's existing items. */
  readonly leftovers: readonly Item[];
  /** The environment's deleted items that AWS still lists. */
  readonly remembered: readonly Item[];
  /** Items that AWS did not describe, so only their ids are known. The tagging API does not list them for the environment. */
  readonly unread: readonly Item[];
}

/** Options of {@link sweep}. */
export interface SweepProps {
  readonly suffix: string;
  readonly accountId: string;
  readonly client: ClientConfig;
  /** Called after each type with the number of listed types so far, the number of all types, and the listed type. */
  readonly onProgress?: (done: number, total: number, type: string) => void;
}

/** The name of the Resource Groups Tagging API in the list of types. */
export const TAGGING_API = "tagging API";

/** Looks for all items of one environment in the account. This function only reads; `remove` deletes items. */
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
