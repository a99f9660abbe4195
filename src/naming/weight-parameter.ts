import type { Color } from "./color";
import { resourceTags } from "./tags";

/**
 * Name of the SSM parameter with an environment's traffic weight. This name must never change, because another name means another
 * parameter.
 */
export const weightParameterName = (suffix: string): string =>
  `/transaction-processing/${suffix}/green-weight`;

/** A whole number of percent, from 0 to 100. */
export const PERCENT = /^(100|[1-9]?[0-9])$/;

/** Fixed attributes of the parameter. Every overwrite has to repeat them, because SSM removes attributes that an overwrite omits. */
export const WEIGHT_PARAMETER = {
  description: "Percent of the requests that green gets; blue gets the rest. Moved by releases, not by hand.",
  allowedPattern: PERCENT.source,
} as const;

/** Tag of the parameter that holds the configured weights, so that a plan shows when they change in the settings file. */
export const CONFIGURED_WEIGHTS_TAG = "ConfiguredWeights";

/**
 * The SSM parameter that holds green's weight in percent. The stack creates it, and a repair creates it again.
 *
 * The configured weights are only in a tag of the parameter, not in its value: docs/decisions/0003-weights-as-data.md
 */
export function weightParameter(
  suffix: string,
  { weights, profile }: { readonly profile: string; readonly weights: Readonly<Record<Color, number>> },
) {
  const ownTags = { [CONFIGURED_WEIGHTS_TAG]: `${weights.blue}/${weights.green}` };
  return {
    name: weightParameterName(suffix),
    ...WEIGHT_PARAMETER,
    /** Tags in addition to the tags of every resource of the environment. */
    ownTags,
    tags: { ...resourceTags(suffix, profile), ...ownTags },
  };
}
