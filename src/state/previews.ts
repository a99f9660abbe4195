import { safeParse } from "valibot";
import { suffixSchema } from "../settings/schema";
import type { StoredState, UnreadableState } from "./stored-state";

/** A pull request's environment that is deployed. */
export interface Preview {
  readonly suffix: string;
  readonly pullRequest: number;
  readonly resources: number;
  /** When its state was last written. ISO 8601. */
  readonly lastChanged: string;
  /** Whether that is longer ago than the time to live. */
  readonly expired: boolean;
}

/** The environments `pr-<number>` whose states still hold resources, the oldest first. */
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

/** Of the states that cannot be read, those of environments `pr-<number>`: each may be deployed. */
export const unreadablePreviews = (unreadable: readonly UnreadableState[]): UnreadableState[] =>
  unreadable.filter(({ suffix }) => pullRequestOf(suffix) !== undefined);

function pullRequestOf(suffix: string): number | undefined {
  const number = /^pr-([1-9]\d*)$/.exec(suffix)?.[1];
  return number !== undefined && safeParse(suffixSchema, suffix).success ? Number(number) : undefined;
}
