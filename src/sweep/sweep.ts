import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { identifyingTags } from "../config/tags";
import { inventoryReaders } from "../inventory/inventory";
import type { Item } from "../inventory/item";
import { type ClientConfig, entries } from "../inventory/readers";
import { attribute, exists } from "./attribute";

/** What was asked for, and what came of it. */
export interface Asked {
  readonly kind: string;
  /** How many there are in the account, what AWS only remembers not counted. */
  readonly inAccount: number;
  /** How many of them are the environment's. */
  readonly ofEnvironment: number;
  /** Why AWS did not answer. */
  readonly failure?: string;
}

export interface Sweep {
  readonly asked: readonly Asked[];
  readonly leftovers: readonly Item[];
  /** What AWS only remembers. */
  readonly remembered: readonly Item[];
  /** What AWS tells nothing of but the id, and the tagging API does not list as the environment's. */
  readonly unread: readonly Item[];
}

export interface SweepProps {
  readonly suffix: string;
  readonly accountId: string;
  readonly client: ClientConfig;
  /** Told after each question how many of how many are answered. */
  readonly onProgress?: (done: number, total: number, kind: string) => void;
}

export const TAGGING_API = "tagging API";

/** Looks for everything of one environment in the account. Changes nothing. */
export async function sweep({ suffix, accountId, client, onProgress }: SweepProps): Promise<Sweep> {
  const byTags = async () => (await taggedArns(client, suffix)).map((id) => ({ id }));
  const questions = Object.entries({ [TAGGING_API]: byTags, ...inventoryReaders(client) });
  let done = 0;
  const answers = await Promise.all(
    questions.map(async ([kind, read]) => {
      const answer = await read().then(
        (found) => ({ kind, items: found.map((it): Item => ({ kind, ...it })) }),
        ({ name, message }: Error) => ({ kind, items: [], failure: `${name}: ${message}` }),
      );
      done += 1;
      onProgress?.(done, questions.length, kind);
      return answer;
    }),
  );
  const items = answers.filter(({ kind }) => kind !== TAGGING_API).flatMap((it) => it.items);
  const arns = answers
    .filter(({ kind }) => kind === TAGGING_API)
    .flatMap((it) => it.items.map(({ id }) => id));
  const unanswered = new Set(answers.filter((it) => "failure" in it).map(({ kind }) => kind));
  const own = attribute({ suffix, accountId }, { items, arns, unanswered });
  const leftovers = own.filter(exists);
  const existing = (of: readonly Item[], kind: string) =>
    of.filter((item) => item.kind === kind && exists(item)).length;
  return {
    asked: answers.map(({ kind, items, ...failure }) =>
      kind === TAGGING_API
        ? { kind, inAccount: items.length, ofEnvironment: items.length, ...failure }
        : { kind, inAccount: existing(items, kind), ofEnvironment: existing(leftovers, kind), ...failure },
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
