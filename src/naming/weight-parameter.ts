import type { Color } from "./color";
import { resourceTags } from "./tags";

/** Path below which an environment has its one weights parameter. */
export const weightParameterPath = (suffix: string): string => `/transaction-processing/${suffix}/split`;

/** A whole number of percent, from 0 to 100. */
export const PERCENT = /^(100|[1-9]?[0-9])$/;

/** What never changes of the parameter; an overwrite that left it out would take it away. */
export const WEIGHT_PARAMETER = {
  description: "Percent of the requests that green gets; blue gets the rest. Moved by releases, not by hand.",
  allowedPattern: PERCENT.source,
} as const;

/**
 * The SSM parameter that holds green's weight in percent, as the stack makes it and a repair makes it again.
 *
 * Its name carries the configured weights: docs/decisions/0003-weights-as-data.md
 */
export function weightParameter(
  suffix: string,
  { weights, profile }: { readonly profile: string; readonly weights: Readonly<Record<Color, number>> },
) {
  return {
    name: `${weightParameterPath(suffix)}/${weights.blue}-${weights.green}`,
    ...WEIGHT_PARAMETER,
    tags: resourceTags(suffix, profile),
  };
}
