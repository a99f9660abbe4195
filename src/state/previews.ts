import { safeParse } from "valibot";
import { suffixSchema } from "../settings/schema";
import type { StoredState, UnreadableState } from "./stored-state";

/** A deployed environment of a pull request (preview). */
export interface Preview {
  readonly suffix: string;
  readonly pullRequest: number;
  readonly resources: number;
  /** The time at which the preview's state was last written, in ISO 8601. */
  readonly lastChanged: string;
  /** True if the last write of the state is longer ago than the time to live of previews. */
  readonly expired: boolean;
}

/**
 * Returns the environments `pr-<number>` whose states contain resources. The environment whose state was changed the longest ago comes
 * first.
 */
export function previewsOf(
  states: readonly StoredState[],
  { now, ttlMilliseconds }: { readonly now: number; readonly ttlMilliseconds: number },
): Preview[] {
  return [...states]
    .sort((one, other) => one.lastChanged.getTime() - other.lastChanged.getTime())
    .flatMap(({ suffix, resources, lastChanged }) => {
      const pullRequest = pullRequestOf(suffix);
      if (pullRequest === undefined || resources === 0) return [];
      return {
        suffix,
        pullRequest,
        resources,
        lastChanged: lastChanged.toISOString(),
        expired: now - lastChanged.getTime() > ttlMilliseconds,
      };
    });
}

/** Returns the unreadable states of environments `pr-<number>`. It is unknown whether these environments are deployed. */
export const unreadablePreviews = (unreadable: readonly UnreadableState[]): UnreadableState[] =>
  unreadable.filter(({ suffix }) => pullRequestOf(suffix) !== undefined);

function pullRequestOf(suffix: string): number | undefined {
  const number = /^pr-([1-9]\d*)$/.exec(suffix)?.[1];
  return number !== undefined && safeParse(suffixSchema, suffix).success ? Number(number) : undefined;
}
