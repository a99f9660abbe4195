import { isSecretName } from "../settings/secret-names";
import { hasSecret, mayHoldSecret, secretWordsOf } from "../settings/secrets";
import { hasUnknown } from "./parts";
import { partsOfSecrets } from "./parts-of-secrets";
import { shownSubscriber } from "./subscriber";
import { takeOut } from "./take-out";
import {
  type Change,
  isObject,
  isSame,
  type Json,
  mapItems,
  mapValues,
  parseDocument,
  type TerraformPlan,
} from "./terraform-plan";

export const REDACTED = "(sensitive value)";

/** A plan, and the configuration from which it was made. */
export interface Documents {
  readonly plan: TerraformPlan;
  readonly configuration: Json;
}

export interface Redacted {
  /**
   * The form of the plan that the review judges. Each secret is removed only from the places where it was recognized, so other places can
   * still contain a copy of the secret.
   */
  readonly inPlace: Documents;
  /**
   * The form of the plan that the review shows. Each secret is removed from the places where it was recognized, and copies of the secret
   * are removed from all other texts. Copies can remain if the secret is short, or if the secret is a common word such as `true`.
   */
  readonly everywhere: Documents;
}

/**
 * A secret of at least this length is removed from every text, and not only from the places where it was recognized. A shorter secret is
 * removed only from these places, because the same text can be an ordinary word at other places. This minimum does not
 * apply to values that the plan marks as sensitive: for them, only the limits of `takeOut` apply.
 */
const MIN_NAMED_LENGTH = 8;

/**
 * Removes the secrets from a plan and from its configuration. The review shows values of the plan, and `terraform show -json` prints even
 * sensitive values in clear text. These values are secrets:
 * - values that the plan marks as sensitive
 * - values of a variable or an attribute whose name says that the value is secret, such as `password`
 * - the word after a flag such as `--password`
 * - the endpoint of a subscriber, such as an e-mail address
 * - texts that have the form of a secret, such as an access token
 *
 * @returns the plan and its configuration in two forms. In the form `everywhere`, the secrets are removed from every text. In the form
 *   `inPlace`, each secret is removed only from the places where it was recognized, so other places can still contain a copy of the secret
 */
export function redact(plan: TerraformPlan, configuration: Json): Redacted {
  const found = new Set<string>();
  const hide =
    (minLength: number): Hide =>
    (value) => {
      if (value === null || value === REDACTED) return value;
      for (const text of strings(value)) if (text.length >= minLength) found.add(text);
      return REDACTED;
    };
  const [marked, named] = [hide(0), hide(MIN_NAMED_LENGTH)];
  const change = (it: Change): Change => {
    const before = byName(masked(it.before, it.before_sensitive, marked), named);
    // If a resource does not change, it is searched only once.
    const stays = isSame(it.before, it.after) && isSame(it.before_sensitive, it.after_sensitive);
    const after = stays ? before : byName(masked(it.after, it.after_sensitive, marked), named);
    return { ...it, before, after };
  };
  const changes = (list: TerraformPlan["resource_changes"] = []) =>
    list.map((it) => ({ ...it, change: change(it.change) }));
  const cleaned = {
    plan: {
      ...plan,
      resource_changes: changes(plan.resource_changes),
      resource_drift: changes(plan.resource_drift),
      output_changes: Object.fromEntries(
        Object.entries(plan.output_changes ?? {}).map(([name, it]) => [name, change(it)]),
      ),
      prior_state: {
        values: {
          root_module: {
            resources: (plan.prior_state?.values?.root_module?.resources ?? [])
              .filter(({ mode }) => mode === "data")
              .map((it) => ({
                ...it,
                values: byName(masked(it.values, it.sensitive_values, marked), named),
              })),
          },
        },
      },
    },
    configuration: byName(configuration, named),
  };
  const shown = cleaned as unknown as Json;
  const { resource_changes, resource_drift, output_changes } = cleaned.plan;
  // The function does not search unchanged resources for parts of secrets, because the review does not show these resources.
  const changing = resource_changes.filter(({ change: { actions } }) => actions[0] !== "no-op");
  const told = [changing, resource_drift, output_changes, cleaned.configuration] as unknown as Json;
  const all = new Set([...found, ...partsOfSecrets(told, found)]);
  return {
    inPlace: cleaned,
    everywhere: takeOut(shown, all, REDACTED) as unknown as typeof cleaned,
  };
}

/** A function that remembers a value as secret. @returns the text that replaces the value */
type Hide = (value: Json) => Json;

function masked(value: Json, mask: Json | undefined, hide: Hide): Json {
  if (mask === true) return hide(value);
  // `hasUnknown` also works for sensitive values, because a plan marks unknown and sensitive values in the same form.
  if (!hasUnknown(mask)) return value;
  if (Array.isArray(value) && Array.isArray(mask)) {
    return mapItems(value, (item, index) => masked(item, mask[index], hide));
  }
  if (isObject(value) && isObject(mask)) {
    return mapValues(value, (item, key) => masked(item, mask[key], hide));
  }
  return value;
}

/**
 * Hides values whose name says that they are secret, although the provider does not mark them as sensitive. The function also searches JSON
 * documents in a text, such as container definitions.
 */
function byName(value: Json, hide: Hide): Json {
  if (typeof value === "string") {
    // A text is parsed only if it begins with a bracket or a brace, because most texts are no JSON documents.
    const document = /^\s*[[{]/.test(value) && mayHoldSecret(value) ? parseDocument(value) : undefined;
    if (document === undefined) return value;
    let hidden = 0;
    const without = byName(document, (item) => {
      hidden += 1;
      return hide(item);
    });
    return hidden === 0 ? value : JSON.stringify(without);
  }
  if (Array.isArray(value)) {
    if (!value.some((item) => typeof item === "string")) return mapItems(value, (item) => byName(item, hide));
    const secrets = secretWordsOf(value.map((item) => (typeof item === "string" ? item : "")));
    return mapItems(value, (item, index) =>
      secrets.includes(index) && !hasSecret(String(item)) ? hide(item) : byName(item, hide),
    );
  }
  if (!isObject(value)) return value;
  const { name } = value;
  return mapValues(value, (item, key) => {
    // The endpoint of a subscription may identify a person, and an https endpoint often contains a secret.
    if (key === "endpoint" && "topic_arn" in value) {
      const hidden = hide(item);
      return typeof item === "string" ? shownSubscriber(item, REDACTED) : hidden;
    }
    const isValue = key === "value" && typeof name === "string";
    if (typeof item === "number" && isSecretName(key)) return hide(item);
    if (typeof item !== "string" || /^(?:\$\{[^}]*\})?$/.test(item)) return byName(item, hide);
    return isSecretName(isValue ? name : key) || (isValue && hasSecret(item))
      ? hide(item)
      : byName(item, hide);
  });
}

function strings(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(strings);
  return isObject(value) ? Object.values(value).flatMap(strings) : [];
}
