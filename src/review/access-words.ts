import { shorten } from "../terminal/printable";
import type { ConditionChange } from "./condition-changes";
import type { Group } from "./grants";
import { data, joined, type Text, text } from "./text";

/** The effect of a plan on a permission in a policy. */
export type Verb = "gains" | "keeps" | "loses";

/** Joins names to one line of text, with a separator between them. */
export const listed = (actions: readonly string[], separator: string) =>
  joined(
    actions.map((it) => text`${data(it)}`),
    separator,
  );

/** Returns the words followed by the value. Returns an empty text if the value is empty. */
const after = (words: string, value: string, length: number): Text =>
  value === "" ? text`` : text`${words}${data(shorten(value, length))}`;

/**
 * Returns the last four cells of a row in the access table: verb, actions, resources and conditions. The caller adds the row's first cell:
 * the role or resource that has the policy.
 */
export const cellsOf = ({ deny, actions, by, on, when, changed }: Group, verb: Verb): Text[] => [
  changed === undefined
    ? text`${verb}${deny ? " the refusal of" : ""}`
    : text`${allowing({ deny, changed })}${deny ? " by the refusal of" : ""}`,
  text`${listed(actions, " ")}${after(" by ", by, 200)}`,
  after("", on, 300),
  changed === undefined ? after("", when, 300) : fromTo(changed, when, "→"),
];

const fromTo = ({ from }: ConditionChange, to: string, arrow: string): Text =>
  text`${conditions(from)} ${arrow} ${conditions(to)}`;

const conditions = (when: string): Text => (when === "" ? text`no condition` : after("", when, 300));

type Changed = { readonly deny: boolean; readonly changed?: ConditionChange | undefined };

/**
 * Returns true if a changed condition of a policy statement may allow more calls than before. A Deny statement allows more calls if it
 * covers fewer calls than before.
 */
export const allowsMore = ({ deny, changed }: Changed): boolean =>
  changed !== undefined && changed.isFor !== (deny ? "more" : "less");

const allowing = ({ deny, changed }: Changed): string =>
  changed?.isFor === "other"
    ? "may allow more"
    : allowsMore({ deny, changed })
      ? "allows more"
      : "allows less";

/**
 * Returns the words about a permission's condition, for the end of a sentence about the permission. If the plan changes the condition, the
 * words contain the old and the new condition, and say whether the change allows more or less.
 */
const under = ({ deny, when, changed }: Pick<Group, "changed" | "deny" | "when">, condition: Text): Text =>
  changed === undefined
    ? condition
    : text`; the condition changes from ${fromTo(changed, when, "to")}, which ${allowing({ deny, changed })}`;

/**
 * Returns a sentence about a permission that a role or policy gains, keeps or loses. For a Deny statement, the sentence says whether the
 * role or policy refuses, still refuses or no longer refuses the permission.
 */
export function sentenceOf(group: Group, whose: Text, verb: Verb): Text {
  const { deny, actions, by, on, when } = group;
  const refuses = { gains: "refuses", keeps: "still refuses", loses: "no longer refuses" };
  const does = deny ? refuses[verb] : verb;
  const where = text`${after(" by ", by, 200)}${after(" on ", on, 300)}`;
  return text`${whose} ${does} ${listed(actions, ", ")}${where}${under(group, after(" when ", when, 300))}`;
}

/** Returns a sentence about a role's trust policy. It says which principal may assume the role, or may no longer do so. */
export function trustSentence(group: Group, role: string, verb: Verb): Text {
  const { actions, by, when } = group;
  const may = { gains: "may call", keeps: "may still call", loses: "may no longer call" }[verb];
  const condition = when === "" ? text`, under no condition` : after(" when ", when, 300);
  return text`${data(shorten(by, 200))} ${may} ${listed(actions, ", ")} for ${data(role)}${under(group, condition)}`;
}
