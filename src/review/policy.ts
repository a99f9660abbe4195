import { POLICY_EXEMPTIONS, type PolicyRecord, type RecordedExemption } from "../policy/record";
import { type Finding, note, type ReviewInput, type Section, warning } from "./section";
import { actionOf, attribute, isObject, type Json } from "./terraform-plan";
import { data, type Text, text } from "./text";

/**
 * Returns the section about this project's policy rules (`src/policy/`). It has the results of the rules, and the exemptions (allowed
 * deviations with a reason) that begin or end.
 */
export function policySection({ changes, changedOutputs, ends, configuration }: ReviewInput): Section {
  const title = "Policy";
  const record = recordOf(configuration.policy);
  const happens = changes.some((it) => actionOf(it) !== "none") || POLICY_EXEMPTIONS in changedOutputs;
  if (record === undefined || !happens || ends) return { title, findings: [] };
  const isFirst = changes.every(({ change }) => change.before === null);
  const changed = isFirst ? undefined : changedOutputs[POLICY_EXEMPTIONS];
  const isSame = !isFirst && changed === undefined;
  return {
    title,
    findings: [...changedExemptions(record.exemptions, changed, changes), note(sumOf(record, isSame))],
  };
}

/**
 * Returns a text with the number of checked rules for each result. It has no number of broken rules: if a rule is broken without an
 * exemption, the synthesis fails.
 */
function sumOf({ rules, exemptions }: PolicyRecord, isSame: boolean): Text {
  const all = rules.met + rules.exempt + rules.notApplicable;
  return text`all ${all} rules were checked: ${rules.met} are met everywhere, ${rules.notApplicable} apply to no resource here, ${rules.exempt} have exemptions (${exemptions.length} in all${isSame ? ", the same as before" : ""}; docs/compliance.md has the reasons)`;
}

function changedExemptions(
  exemptions: readonly RecordedExemption[],
  changed: ReviewInput["changedOutputs"][string] | undefined,
  changes: ReviewInput["changes"],
): Finding[] {
  if (changed === undefined || changed.after === null) return [];
  if (changed.before === null) {
    return [
      note(
        text`it is not known which exemptions are new: the deployed environment has no record of its exemptions`,
      ),
    ];
  }
  const before = placesOf(changed.before);
  const kept = exemptions.map(placeOf);
  return [
    ...exemptions
      .filter((it) => !before.includes(placeOf(it)))
      .map(({ rule, at, problem, reason }): Finding => {
        const sentence = text`${data(at)} is exempt from the rule ${data(rule)} from now on (${data(problem)}): ${data(reason)}`;
        return warning(sentence, { address: at, after: rule });
      }),
    ...before
      .filter((it) => !kept.includes(it))
      .map((place): Finding => {
        const [rule = "", at = ""] = place.split(SEPARATOR);
        // A rule may check a part of a resource. `at` then contains the resource's Terraform address, a space and the path of the part.
        const resource = changes.find(({ address }) => address === at.split(" ")[0]);
        const stays = resource !== undefined && !["destroy", "forget"].includes(actionOf(resource));
        const sentence = stays
          ? text`${data(at)} no longer deviates from the rule ${data(rule)}: its exemption ends`
          : text`${data(at)} is removed, and its exemption from the rule ${data(rule)} ends`;
        return note(sentence, { address: at, before: rule });
      }),
  ];
}

/** A separator that is neither in a Terraform address nor in the id of a rule. */
const SEPARATOR = "\n";

const placeOf = ({ rule, at }: Pick<RecordedExemption, "at" | "rule">) => `${rule}${SEPARATOR}${at}`;

/** Returns each pair of a rule and a Terraform address in the output `policy_exemptions`. */
const placesOf = (value: Json): string[] =>
  Object.entries(isObject(value) ? value : {}).flatMap(([rule, at]) =>
    Array.isArray(at) ? at.map((it: Json) => placeOf({ rule, at: String(it) })) : [],
  );

/**
 * Reads the results of the policy rules from the configuration. Anybody can have written the configuration, so any value of
 * the configuration can be a harmful text. This function converts the values in `rules` to numbers. {@link policySection} passes all other
 * values through {@link data}, so that each output format escapes the values.
 */
function recordOf(policy: Json | undefined): PolicyRecord | undefined {
  const [rules = null, exemptions] = ["rules", "exemptions"].map((it) => attribute(policy ?? null, it));
  if (!isObject(rules) || !Array.isArray(exemptions)) return undefined;
  return {
    rules: {
      met: Number(rules.met),
      exempt: Number(rules.exempt),
      notApplicable: Number(rules.notApplicable),
    },
    exemptions: exemptions.map((it: Json) => {
      const word = (name: string) => String(attribute(it, name));
      return { rule: word("rule"), at: word("at"), problem: word("problem"), reason: word("reason") };
    }),
  };
}
