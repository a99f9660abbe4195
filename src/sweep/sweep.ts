import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { inventoryReaders } from "../inventory/inventory";
import type { Item } from "../inventory/item";
import { type ClientConfig, entries } from "../inventory/readers";
import { identifyingTags } from "../naming/tags";
import { attribute, exists } from "./attribute";

/** The results of one type's call. */
export interface Asked {
  readonly type: string;
  /** The number of items in the account, without those that AWS only remembers. */
  readonly inAccount: number;
  /** The number of the environment's items. */
  readonly ofEnvironment: number;
  /** Why the call failed. */
  readonly failure?: string;
}

export interface Sweep {
  readonly asked: readonly Asked[];
  readonly leftovers: readonly Item[];
  /** Items that AWS only remembers. */
  readonly remembered: readonly Item[];
  /** Items of which AWS shows only the id, and which the tagging API does not list as the environment's. */
  readonly unread: readonly Item[];
}

export interface SweepProps {
  readonly suffix: string;
  readonly accountId: string;
  readonly client: ClientConfig;
  /** Called after each answer with the number of answers and of calls. */
  readonly onProgress?: (done: number, total: number, type: string) => void;
}

export const TAGGING_API = "tagging API";

/** Looks for everything of one environment in the account. Changes nothing. */
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
