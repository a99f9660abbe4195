import type { EnvironmentSettings } from "./schema";
import { resourceTags } from "./tags";

/** Path below which an environment has its one split parameter. */
export const splitParameterPath = (suffix: string): string => `/transaction-processing/${suffix}/split`;

/** A whole number of percent, from 0 to 100. */
export const PERCENT = /^(100|[1-9]?[0-9])$/;

/** What never changes of the parameter; an overwrite that left it out would take it away. */
export const SPLIT_PARAMETER = {
  description: "Percent of the requests that green gets; blue gets the rest. Moved by releases, not by hand.",
  allowedPattern: PERCENT.source,
} as const;

/**
 * The SSM parameter that holds green's weight in percent, as the stack makes it and a repair makes it again.
 *
 * Its name carries the configured split: docs/decisions/0003-split-as-data.md
 */
export function splitParameter(
  suffix: string,
  { split, profile }: Pick<EnvironmentSettings, "profile" | "split">,
) {
  return {
    name: `${splitParameterPath(suffix)}/${split.blue}-${split.green}`,
    ...SPLIT_PARAMETER,
    tags: resourceTags(suffix, profile),
  };
}
