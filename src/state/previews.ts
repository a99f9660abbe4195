import { safeParse } from "valibot";
import { suffixSchema } from "../settings/schema";
import type { StoredState, StoredStates } from "./stored-state";

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

/** A preview that {@link previewsOf} does not list, although it may be deployed. */
export interface UnknownPreview {
  readonly suffix: string;
  /** A message with the reason why it is unknown whether the preview is deployed, and with the runbook. */
  readonly description: string;
}

/**
 * Returns the environments `pr-<number>` of which it is unknown whether they are deployed. Either the state cannot be read, or a lock
 * exists and no state contains resources. The first deployment of such a preview may be under way, or may have been killed before Terraform
 * wrote the state.
 */
export function unknownPreviews({ states, unreadable, locked, held }: StoredStates): UnknownPreview[] {
  const known = new Set(
    [...states.filter(({ resources }) => resources > 0), ...unreadable].map((it) => it.suffix),
  );
  const halfMade = [...new Set([...locked, ...held])]
    .filter((suffix) => !known.has(suffix))
    .map((suffix) => ({
      suffix,
      description: `${suffix}: it has a lock, but no state with resources, so it may be deployed: an operation is under way, or ended before it wrote the state or freed the lock; see docs/runbooks/stuck-lock.md`,
    }));
  return [...unreadable, ...halfMade].filter(({ suffix }) => pullRequestOf(suffix) !== undefined);
}

function pullRequestOf(suffix: string): number | undefined {
  const number = /^pr-([1-9]\d*)$/.exec(suffix)?.[1];
  return number !== undefined && safeParse(suffixSchema, suffix).success ? Number(number) : undefined;
}
