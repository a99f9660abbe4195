import { CONFIGURED_WEIGHTS_TAG } from "../naming/weight-parameter";
import { describe } from "../release/controller/decision";
import { type Finding, note, type ReviewInput, warning } from "./section";
import { actionOf, attribute, type Json } from "./terraform-plan";
import { data, type Text, text } from "./text";

/** The Terraform address of the SSM parameter with the traffic weights (weight parameter). A test compares this constant with the stack. */
export const PARAMETER = "aws_ssm_parameter.traffic_split_parameter";

/**
 * Returns findings about a change of the configured traffic weights, and about a missing weight parameter.
 *
 * @param live the listener's present weights as text, such as "blue 80 %, green 20 %"
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
    // If the new configured weights equal the listener's weights, somebody has only recorded the result of a release, and no traffic has to
    // move.
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

/**
 * Returns advice with two parts: the command that moves traffic to the edited weights, and the weights to write into the settings file if
 * no traffic shall move.
 */
function howToMove(edit: string, live: string | undefined, suffix: string): Text {
  const move = text`to move it, run ${data(`npm run release -- set --green ${greenOf(edit)}`)}`;
  const green = greenOf(live);
  if (green === undefined) return move;
  const kept = `"weights": { "blue": ${100 - green}, "green": ${green} }`;
  return text`${move}; to keep the present weights, write ${data(kept)} into ${data(`environments/${suffix}.json`)}`;
}

const EVERY_SHARE = Array.from({ length: 101 }, (_, green) => green);

/** Returns green's share of the requests in percent. @param words the weights as {@link describe} writes them */
const greenOf = (words: string | undefined) => EVERY_SHARE.find((green) => describe(green) === words);

/** Reads the configured weights from a tag of the weight parameter. @returns the weights as text; undefined if the tag is missing */
function tagged(parameter: Json): string | undefined {
  const tag = attribute(attribute(parameter, "tags") ?? null, CONFIGURED_WEIGHTS_TAG);
  const [, green] = typeof tag === "string" ? (/^\d+\/(\d+)$/.exec(tag) ?? []) : [];
  return green === undefined ? undefined : describe(Number(green));
}

/** Returns the weights that the weight parameter will contain after the apply, as text. */
export function weightsToBe(parameter: Json): Text | undefined {
  const value = attribute(parameter, "insecure_value");
  return value === undefined || value === null ? undefined : text`${describe(Number(value))}`;
}
