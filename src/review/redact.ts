import { SECRET_NAME, SECRET_TEXT, withoutSecrets } from "../settings/secrets";
import { shownSubscriber } from "./subscriber";
import {
  type Attributes,
  type Change,
  isObject,
  type Json,
  parseDocument,
  type TerraformPlan,
} from "./terraform-plan";

export const REDACTED = "(sensitive value)";

/** A plan, and the configuration that it was made from. */
export interface Documents {
  readonly plan: TerraformPlan;
  readonly configuration: Json;
}

export interface Redacted {
  /** For judging: secrets are gone where they were found, and may stand elsewhere. */
  readonly inPlace: Documents;
  /** For showing: secrets are gone from every text. */
  readonly everywhere: Documents;
}

/** Shorter ones, such as "5432" or "true", would take half of the review with them. */
const MIN_SECRET_LENGTH = 8;

/**
 * A plan, and the configuration that it was made from, without their secrets: `terraform show -json` prints sensitive
 * values in the clear, so nothing else may see them before this.
 *
 * Secret is what the plan's own maps call sensitive, what a container's environment calls a secret, the address of a
 * subscriber, and what has a secret's form anywhere. A value that was found in one place is taken out of every other: also
 * out of words that the review goes by, which is what `inPlace` is for.
 */
export function redact(plan: TerraformPlan, configuration: Json): Redacted {
  const found = new Set<string>();
  const secret = (value: Json): Json => {
    if (value === null) return null;
    for (const text of strings(value)) if (text.length >= MIN_SECRET_LENGTH) found.add(text);
    return REDACTED;
  };
  const change = (it: Change): Change => ({
    ...it,
    before: byName(masked(it.before, it.before_sensitive, secret), secret),
    after: byName(masked(it.after, it.after_sensitive, secret), secret),
  });
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
              .map((it) => ({ ...it, values: masked(it.values, it.sensitive_values, secret) })),
          },
        },
      },
    },
    configuration: byName(configuration, secret),
  };
  return {
    inPlace: cleaned,
    everywhere: everywhere(cleaned as unknown as Json, found) as unknown as typeof cleaned,
  };
}

function masked(value: Json, mask: Json | undefined, secret: (value: Json) => Json): Json {
  if (mask === true) return secret(value);
  if (Array.isArray(value) && Array.isArray(mask)) {
    return value.map((item, index) => masked(item, mask[index], secret));
  }
  if (isObject(value) && isObject(mask)) {
    return mapValues(value, (item, key) => masked(item, mask[key], secret));
  }
  return value;
}

/** Containers' environments and subscribers' addresses, which the provider does not call sensitive. */
function byName(value: Json, secret: (value: Json) => Json): Json {
  if (Array.isArray(value)) return value.map((item) => byName(item, secret));
  if (!isObject(value)) return value;
  return mapValues(value, (item, key) => {
    if (key === "container_definitions") {
      const containers = parseDocument(item);
      if (Array.isArray(containers))
        return JSON.stringify(containers.map((it) => withoutSecretVariables(it, secret)));
    }
    // A subscriber's address is personal, and an https one often carries a key.
    if (key === "endpoint" && "topic_arn" in value) {
      const hidden = secret(item);
      return typeof item === "string" ? shownSubscriber(item, REDACTED) : hidden;
    }
    return byName(item, secret);
  });
}

function withoutSecretVariables(container: Json, secret: (value: Json) => Json): Json {
  if (!isObject(container) || !Array.isArray(container.environment)) return container;
  const environment = (container.environment as readonly Json[]).map((variable) => {
    if (!isObject(variable)) return variable;
    const { name, value = null } = variable;
    const isSecret = SECRET_NAME.test(String(name).toUpperCase()) || SECRET_TEXT.test(String(value));
    return isSecret ? { ...variable, value: secret(value) } : variable;
  });
  return { ...container, environment };
}

/** Takes the secrets that were found out of every text, also where a document inside of a text has them escaped. */
function everywhere(value: Json, secrets: ReadonlySet<string>): Json {
  const forms = [...secrets]
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  const clean = (it: Json): Json => {
    if (typeof it === "string") {
      const clean = forms.reduce((text, form) => text.replaceAll(form, REDACTED), it);
      return withoutSecrets(clean, REDACTED);
    }
    if (Array.isArray(it)) return it.map(clean);
    return isObject(it) ? mapValues(it, clean) : it;
  };
  return clean(value);
}

function strings(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  return isObject(value) ? Object.values(value).flatMap(strings) : [];
}

const mapValues = (value: Attributes, map: (item: Json, key: string) => Json): Attributes =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item, key)]));
