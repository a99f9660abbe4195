import type { Color } from "./color";
import { resourceTags } from "./tags";

/** Name of an environment's one weight parameter. It never changes: a new name would be a second parameter. */
export const weightParameterName = (suffix: string): string =>
  `/transaction-processing/${suffix}/green-weight`;

/** A whole number of percent, from 0 to 100. */
export const PERCENT = /^(100|[1-9]?[0-9])$/;

/** What never changes of the parameter; an overwrite that left it out would take it away. */
export const WEIGHT_PARAMETER = {
  description: "Percent of the requests that green gets; blue gets the rest. Moved by releases, not by hand.",
  allowedPattern: PERCENT.source,
} as const;

/** Tag of the parameter by which a plan shows that the weights in the environment's file changed. */
export const CONFIGURED_WEIGHTS_TAG = "ConfiguredWeights";

/**
 * The SSM parameter that holds green's weight in percent, as the stack makes it and a repair makes it again.
 *
 * The configured weights are in a tag and nowhere else: docs/decisions/0003-weights-as-data.md
 */
export function weightParameter(
  suffix: string,
  { weights, profile }: { readonly profile: string; readonly weights: Readonly<Record<Color, number>> },
) {
  const ownTags = { [CONFIGURED_WEIGHTS_TAG]: `${weights.blue}/${weights.green}` };
  return {
    name: weightParameterName(suffix),
    ...WEIGHT_PARAMETER,
    /** Tags beside those that everything of the environment carries. */
    ownTags,
    tags: { ...resourceTags(suffix, profile), ...ownTags },
  };
}
