import { attributesOf, knownRow } from "../resources";
import { type Difference, differences, UNKNOWN } from "./difference";
import { conditionsOf, forwardingOf } from "./forwarding";
import type { ReviewInput } from "./section";
import { isSmokeTest, withTarget } from "./smoke-test";
import { actionOf, attribute, isObject, type Json, type ResourceChange } from "./terraform-plan";
import { data, joined, type Text, text } from "./text";
import { described } from "./valued";

/** The Terraform address of the listener whose traffic weights a release changes. */
export const LISTENER = "aws_lb_listener.traffic_listener";

/** Matches paths of a listener's attributes. The text `words` in the result of {@link forwardingOf} already describes these attributes. */
const SAID_IN_WORDS =
  /^default_action\[\d+\]\.(forward|redirect|target_group_arn|type|order|fixed_response\[0\]\.status_code)\b/;

const RULE = "aws_lb_listener_rule";

/** The maximum number of changed attributes that are shown for one resource. The part "Every change" of the review shows all of them. */
const SHOWN = 3;

/**
 * The listener's default action and other resources decide where requests go. This object describes the other resources. The lists
 * `changing`, `smokeTests` and `staying` contain texts. Each text is a part of a sentence about one resource.
 */
export interface Routes {
  readonly changing: readonly Text[];
  /**
   * The texts about changed listener rules of smoke tests: one text for each rule. Such a listener rule lets clients at certain IP
   * addresses choose a color.
   */
  readonly smokeTests: readonly Text[];
  /**
   * A text about each unchanged listener rule, except the rules for smoke tests. The review shows these texts because the rules take
   * requests away from the listener's default action, which gets only requests that match no rule.
   */
  readonly staying: readonly Text[];
  /** True if the section about safeguards reports a change of a resource that decides where requests go. */
  readonly guarded: boolean;
  /**
   * Types of changed resources, if `src/resources/` has no row for the type. The review does not know whether resources of these types
   * decide where requests go.
   */
  readonly unknown: readonly string[];
}

/**
 * The listener's default action and other resources decide where requests go. This function finds the other resources.
 *
 * @param isNew true if the plan creates the listener. In this case, the result's field `changing` omits each new resource that is not a
 * listener rule
 */
export function routesOf(input: ReviewInput, isNew: boolean): Routes {
  const managed = input.changes
    .filter(({ mode }) => mode === "managed")
    .map((it) => (it.type === RULE ? withTarget(it, input.configuration) : it));
  const happening = managed.filter((it) => actionOf(it) !== "none");
  const rules = managed.filter(({ type }) => type === RULE);
  const isTest = ({ change: { before, after } }: ResourceChange) =>
    [before, after].every((it) => it === null || (isObject(it) && isSmokeTest(it, input.suffix)));
  const clause = (it: ResourceChange): Text[] => {
    const what = whatChanges(it, input);
    return what === undefined ? [] : [text`${data(it.address)} ${what}`];
  };
  return {
    changing: happening
      .filter((it) => !(it.type === RULE && isTest(it)))
      .filter((it) => it.type === RULE || !(isNew && actionOf(it) === "create"))
      .flatMap(clause),
    smokeTests: happening.filter((it) => it.type === RULE && isTest(it)).flatMap(clause),
    staying: rules
      .filter((it) => actionOf(it) === "none" && !isTest(it))
      .map(({ address, change }) => text`${data(address)} (${ruleWords(change.after, input)})`),
    guarded: happening.some((it) => routeChanges(it, input).some((each) => isGuarded(it, each))),
    unknown: [...new Set(happening.map(({ type }) => type))]
      .filter((type) => knownRow(type) === undefined)
      .sort(),
  };
}

/**
 * Returns a text about a change of a resource, such as "is destroyed". Returns undefined if the change has no effect on where requests go.
 */
function whatChanges(change: ResourceChange, input: ReviewInput): Text | undefined {
  const { type } = change;
  const { before, after } = change.change;
  const { routes } = attributesOf(type);
  if (routes.length === 0 || isNoHost(change, input)) return undefined;
  const rule = (it: Json) => (type === RULE ? text` (${ruleWords(it, input)})` : text``);
  switch (actionOf(change)) {
    case "create":
      return text`is new${rule(after)}`;
    case "destroy":
      return text`is destroyed${rule(before)}`;
    case "forget":
      return text`leaves Terraform's state${rule(before)}`;
    case "replace":
      return text`is replaced${rule(after)}`;
  }
  const changed = routeChanges(change, input).filter((it) => !isGuarded(change, it));
  if (changed.length === 0) return undefined;
  if (type === RULE)
    return text`changes: ${ruleWords(before, input)}, from now on ${ruleWords(after, input)}`;
  const shown = joined(
    changed.slice(0, SHOWN).map((it) => described(it)),
    ", ",
  );
  const more = changed.length > SHOWN ? text` and ${changed.length - SHOWN} more` : text``;
  return text`changes: ${shown}${more}`;
}

/**
 * Returns the changed attributes that decide where requests go. For the listener {@link LISTENER}, the function omits an attribute if
 * {@link SAID_IN_WORDS} matches the attribute's path.
 */
const routeChanges = (
  { address, type, change }: ResourceChange,
  { configuration }: ReviewInput,
): Difference[] =>
  differences(change)
    .filter(({ path }) => attributesOf(type).routes.some((it) => it.test(path)))
    .filter(({ path }) => address !== LISTENER || !SAID_IN_WORDS.test(path))
    .filter((it) => !configuration.isFilledIn(address, it));

/** Returns whether the section about safeguards reports this change of a resource's value. */
const isGuarded = (resource: ResourceChange, { path, before }: Difference): boolean =>
  actionOf(resource) === "update" &&
  before !== undefined &&
  attributesOf(resource.type).parts.some((it) => it.test(path));

/** Returns whether a DNS record only proves the ownership of a domain name. Clients do not use such a record. */
const isNoHost = ({ address, type, change }: ResourceChange, { configuration }: ReviewInput): boolean =>
  type === "aws_route53_record" &&
  [change.before, change.after].every((it) => {
    const name = attribute(it, "name") ?? configuration.attributes(address).name;
    return it === null || (typeof name === "string" && /^_|domain_validation_options/.test(name));
  });

function ruleWords(rule: Json, { suffix }: ReviewInput): Text {
  if (!isObject(rule)) return text`${UNKNOWN}`;
  const to = forwardingOf(rule.action, suffix)?.words;
  return text`${data(conditionsOf(rule) || "every request")}: ${to ?? text`the destination is known only after the apply`}`;
}
