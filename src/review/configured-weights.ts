import { CONFIGURED_WEIGHTS_TAG } from "../naming/weight-parameter";
import { describe } from "../release/controller/decision";
import { type Finding, note, type ReviewInput, warning } from "./section";
import { actionOf, attribute, type Json } from "./terraform-plan";
import { data, type Text, text } from "./text";

/** Address of the SSM parameter that holds the weights. A test compares the address with the stack. */
export const PARAMETER = "aws_ssm_parameter.traffic_split_parameter";

/**
 * Findings about a change of the configured weights, and about a missing weight parameter.
 *
 * @param live the listener's present weights, in words
 */
export function configuredWeights(
  { changes, traffic, suffix }: ReviewInput,
  live: string | undefined,
): Finding[] {
  const parameter = changes.find(({ address }) => address === PARAMETER);
  if (parameter === undefined) return [];
  const [edited, edit] = [parameter.change.before, parameter.change.after].map(tagged);
  const values = { address: PARAMETER, before: edited, after: edit };
  const isEdited = edited !== undefined && edit !== undefined && edited !== edit;
  const isGone =
    actionOf(parameter) === "create" && traffic.parameter === null && Object.keys(traffic.weights).length > 0;
  return [
    // If the edited file only records the result of a release, no traffic has to move.
    ...(isEdited && edit === live
      ? [
          note(
            text`the configured weights become ${edit}, and the listener routes traffic with these weights already`,
            values,
          ),
        ]
      : []),
    ...(isEdited && edit !== live
      ? [
          warning(
            text`the configured weights change from ${edited} to ${edit}, which moves no traffic: ${howToMove(edit, live, suffix)}`,
            values,
          ),
        ]
      : []),
    ...(isGone
      ? [
          warning(
            text`the weight parameter is missing: this plan would create it and move traffic to the configured weights; first run "npm run release -- repair", which records the present weights`,
            { address: PARAMETER },
          ),
        ]
      : []),
  ];
}

/** The command that moves traffic to the edited weights, and the weights to write into the file if traffic is to stay. */
function howToMove(edit: string, live: string | undefined, suffix: string): Text {
  const move = text`to move it, run ${data(`npm run release -- set --green ${greenOf(edit)}`)}`;
  const green = greenOf(live);
  if (green === undefined) return move;
  const kept = `"weights": { "blue": ${100 - green}, "green": ${green} }`;
  return text`${move}; to keep the present weights, write ${data(kept)} into ${data(`environments/${suffix}.json`)}`;
}

const EVERY_SHARE = Array.from({ length: 101 }, (_, green) => green);

/** Green's share of the requests, read from weights in the words of {@link describe}. */
const greenOf = (words: string | undefined) => EVERY_SHARE.find((green) => describe(green) === words);

/** The configured weights, in words, from a tag of the weight parameter; `undefined` if the tag is missing. */
function tagged(parameter: Json): string | undefined {
  const tag = attribute(attribute(parameter, "tags") ?? null, CONFIGURED_WEIGHTS_TAG);
  const [, green] = typeof tag === "string" ? (/^\d+\/(\d+)$/.exec(tag) ?? []) : [];
  return green === undefined ? undefined : describe(Number(green));
}

/** The weights that a parameter will hold, in words. */
export function weightsToBe(parameter: Json): Text | undefined {
  const value = attribute(parameter, "insecure_value");
  return value === undefined || value === null ? undefined : text`${describe(Number(value))}`;
}
