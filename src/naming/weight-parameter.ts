import type { Color } from "./color";

/**
 * Returns the name of the SSM parameter that holds an environment's traffic weight. This name must never change, because Terraform would
 * then replace the parameter.
 */
export const weightParameterName = (suffix: string): string =>
  `/transaction-processing/${suffix}/green-weight`;

/** Matches a whole number of percent, from 0 to 100. */
export const PERCENT = /^(100|[1-9]?[0-9])$/;

/**
 * Attributes of the SSM parameter that never change. Every call that overwrites the value has to repeat them, because SSM removes omitted
 * attributes.
 */
export const WEIGHT_PARAMETER = {
  description: "Percent of the requests that green gets; blue gets the rest. Moved by releases, not by hand.",
  allowedPattern: PERCENT.source,
} as const;

/**
 * Key of the SSM parameter's tag that contains the weights of the settings file. If these weights change, a plan shows a change of the tag.
 */
export const CONFIGURED_WEIGHTS_TAG = "ConfiguredWeights";

/**
 * Returns the arguments of the SSM parameter whose value is green's present weight in percent. The stack creates the parameter. If the
 * parameter is missing when the release controller records a weight, the controller creates it again.
 *
 * The argument `weights` is the settings file's pair of weights. It becomes a tag of the SSM parameter. The reason for the tag
 * is in docs/decisions/0003-weights-as-data.md
 */
export function weightParameter(
  suffix: string,
  { weights }: { readonly weights: Readonly<Record<Color, number>> },
) {
  return {
    name: weightParameterName(suffix),
    ...WEIGHT_PARAMETER,
    /** Tags that only this parameter has, in addition to the tags that all resources of the environment have. */
    ownTags: { [CONFIGURED_WEIGHTS_TAG]: `${weights.blue}/${weights.green}` },
  };
}
