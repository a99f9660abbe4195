import { parseExact } from "./exact-json";

/**
 * The parts of the output of `terraform show -json <plan>` that a review reads.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface TerraformPlan {
  readonly format_version: string;
  /**
   * Whether the plan covers the whole configuration. `false` if the plan was made with `-target`, or if Terraform deferred a
   * change.
   */
  readonly complete?: boolean;
  /** Whether Terraform stopped planning because of an error. */
  readonly errored?: boolean;
  /**
   * Whether the plan can be applied. This is `true` if the plan changes a resource or an output, and also if it changes only the
   * state, for example the address of a resource.
   */
  readonly applyable?: boolean;
  readonly resource_changes?: readonly ResourceChange[];
  /** The changes outside of Terraform since the state was written. Many of them are values that the provider filled in. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  /** Changes that Terraform deferred to a later plan. */
  readonly deferred_changes?: readonly unknown[];
  readonly deferred_action_invocations?: readonly unknown[];
  /** Provider actions that the apply runs. Terraform has them since version 1.14. */
  readonly action_invocations?: readonly ActionInvocation[];
  /** The checks of the configuration, with their results. */
  readonly checks?: readonly Check[];
  /** The values after the apply. */
  readonly planned_values?: { readonly root_module?: PlannedModule };
  /** The state at the time of the plan; a review takes the data sources from it. */
  readonly prior_state?: {
    readonly values?: { readonly root_module?: { readonly resources?: readonly StateResource[] } };
  };
}

export interface StateResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly values: Json;
  readonly sensitive_values: Json;
  /** Addresses of all resources that the resource depended on at the last apply. */
  readonly depends_on?: readonly string[];
  /** Set for a deposed object. */
  readonly deposed_key?: string;
}

/** https://developer.hashicorp.com/terraform/language/invoke-actions */
export interface ActionInvocation {
  readonly address: string;
  /** The event that runs the action. Absent if the action was requested on the command line. */
  readonly lifecycle_action_trigger?: {
    readonly triggering_resource_address: string;
    /** Such as `AfterCreate`. */
    readonly action_trigger_event: string;
  };
}

/** https://developer.hashicorp.com/terraform/internals/json-format#checks-representation */
export interface Check {
  readonly address: { readonly to_display: string };
  readonly status: string;
  readonly instances?: readonly { readonly problems?: readonly { readonly message: string }[] }[];
}

export interface PlannedModule {
  readonly resources?: readonly { readonly mode: "managed" | "data" }[];
  readonly child_modules?: readonly PlannedModule[];
}

export interface ResourceChange {
  readonly address: string;
  /** The resource's earlier address, if it moves. */
  readonly previous_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  /**
   * Terraform's key of a deposed object: the old resource of a replacement that did not finish. The new resource has the same
   * address.
   */
  readonly deposed?: string;
  /** Why Terraform replaces or destroys the resource, such as `replace_because_tainted`. */
  readonly action_reason?: string;
  readonly change: Change;
}

export interface Change {
  readonly actions: readonly string[];
  readonly before: Json;
  readonly after: Json;
  /** `true` where a value is known only after the apply. */
  readonly after_unknown: Json;
  /** `true` where a value is marked as sensitive. */
  readonly before_sensitive: Json;
  readonly after_sensitive: Json;
  /** Attributes that force a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  /** Set where Terraform imports an existing resource into its state. */
  readonly importing?: { readonly id?: string };
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Attributes = { readonly [key: string]: Json };

/** The action of a plan on a resource. */
export type Action = "create" | "update" | "replace" | "destroy" | "forget" | "none";

/**
 * Parses the JSON of a plan.
 *
 * @throws Error when the JSON does not have format version 1.x of Terraform's plans
 * @throws RefusedError when the JSON has too many nested levels
 */
export function parsePlan(json: string): TerraformPlan {
  const plan = parseExact(json) as TerraformPlan;
  if (!plan.format_version?.startsWith("1.")) {
    throw new Error(
      `the plan has format ${plan.format_version}, but only format 1.x is supported: use Terraform 1.11 or a newer 1.x`,
    );
  }
  return plan;
}

const WORDS: Readonly<Record<string, Action>> = {
  create: "create",
  update: "update",
  delete: "destroy",
  forget: "forget",
  read: "none", // a data source
  "no-op": "none",
};

/** Whether {@link actionOf} knows the change's actions. */
export const isKnownAction = ({ change: { actions } }: ResourceChange): boolean =>
  actions.length > 0 && actions.length <= 2 && actions.every((it) => Object.hasOwn(WORDS, it));

export function actionOf({ change: { actions } }: ResourceChange): Action {
  if (actions.length === 2) return "replace"; // delete and create in either order, or forget and create
  return WORDS[actions[0] ?? ""] ?? "none";
}

/** Whether a resource is destroyed, or replaced. */
export const goesAway = (it: ResourceChange): boolean => ["replace", "destroy"].includes(actionOf(it));

/**
 * Whether the plan destroys the whole environment: it destroys at least one resource, and no managed resource remains. A plan
 * that removes a resource only from the state does not count, because that resource stays in AWS. If the whole environment is
 * destroyed, the loss of a safeguard needs no warning.
 */
export function endsAll({ resource_changes = [], planned_values }: TerraformPlan): boolean {
  const actions = resource_changes.filter(({ mode }) => mode === "managed").map(actionOf);
  return (
    planned_values !== undefined &&
    !holdsResources(planned_values.root_module ?? {}) &&
    actions.includes("destroy") &&
    actions.every((it) => it === "destroy" || it === "none")
  );
}

const holdsResources = ({ resources = [], child_modules = [] }: PlannedModule): boolean =>
  resources.some(({ mode }) => mode === "managed") || child_modules.some(holdsResources);

export const isObject = (value: unknown): value is Attributes =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An attribute of a resource; `undefined` if the resource does not have the attribute. */
export const attribute = (value: Json, name: string): Json | undefined =>
  isObject(value) ? value[name] : undefined;

/** The blocks of an attribute: a plan holds a list, the configuration may hold a single block. */
export function blocksOf(value: Json | undefined): readonly Attributes[] {
  if (isObject(value)) return [value];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Whether two JSON values are equal. Five times as fast as `isDeepStrictEqual` of Node.js. */
export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isSame(item, other[index]))
    );
  }
  const [left, right] = [one as Attributes, other as Attributes];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]))
  );
}

/** Maps each item of a list. Returns the same list object if no item changes. */
export function mapItems(list: readonly Json[], map: (item: Json, index: number) => Json): readonly Json[] {
  let mapped: Json[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index] as Json;
    const other = map(item, index);
    if (other === item) continue;
    mapped ??= [...list];
    mapped[index] = other;
  }
  return mapped ?? list;
}

/** Maps each value of an object. Returns the same object if no value changes, which is the case for most of a plan. */
export function mapValues(value: Attributes, map: (item: Json, key: string) => Json): Attributes {
  let mapped: [string, Json][] | undefined;
  for (const key of Object.keys(value)) {
    const item = value[key] as Json;
    const other = map(item, key);
    if (other === item) continue;
    mapped ??= Object.entries(value);
    mapped.push([key, other]);
  }
  return mapped === undefined ? value : Object.fromEntries(mapped);
}

/**
 * Parses the JSON document in a string, such as a policy. `undefined` if the string is not a document or has too many nested
 * levels.
 */
export function parseDocument(text: Json | undefined): Json | undefined {
  if (typeof text !== "string" || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseExact(text) as Json;
  } catch {
    return undefined;
  }
}
