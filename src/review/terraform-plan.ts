import { parseExact } from "./exact-json";

/**
 * The output of `terraform show -json <plan>`, with only the parts that a review reads.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface TerraformPlan {
  readonly format_version: string;
  /** True if the plan covers the whole configuration. False if the plan was made with `-target`, or if Terraform deferred a change. */
  readonly complete?: boolean;
  /** True if Terraform stopped planning because of an error. */
  readonly errored?: boolean;
  /**
   * True if the plan has something to apply: it changes a resource or an output, or it changes only the state, for example the Terraform
   * address of a resource.
   */
  readonly applyable?: boolean;
  readonly resource_changes?: readonly ResourceChange[];
  /** The changes outside of Terraform after the state was last written. Many of them are values that the provider filled in. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  /** Changes that Terraform deferred to a later plan. */
  readonly deferred_changes?: readonly unknown[];
  readonly deferred_action_invocations?: readonly unknown[];
  /** The Terraform actions that the apply runs. Terraform supports actions from version 1.14 on. */
  readonly action_invocations?: readonly ActionInvocation[];
  /** The checks of the configuration, with their results. */
  readonly checks?: readonly Check[];
  /** The planned values of the resources after the apply. */
  readonly planned_values?: { readonly root_module?: PlannedModule };
  /** The state at the time of the plan. A review reads the data sources from it. */
  readonly prior_state?: {
    readonly values?: { readonly root_module?: { readonly resources?: readonly StateResource[] } };
  };
}

export interface StateResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly values: Json;
  readonly sensitive_values: Json;
  /** Terraform addresses of all resources on which this resource depended at the last apply. */
  readonly depends_on?: readonly string[];
  /**
   * Terraform's key of a deposed object: an old resource that remains because its replacement did not finish.
   *
   * @default - no deposed object
   */
  readonly deposed_key?: string;
}

/** https://developer.hashicorp.com/terraform/language/invoke-actions */
export interface ActionInvocation {
  readonly address: string;
  /** The event that runs the action. @default - none; somebody requested the action on the command line */
  readonly lifecycle_action_trigger?: {
    readonly triggering_resource_address: string;
    /** The name of the event, such as `AfterCreate`. */
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
  /** The resource's earlier Terraform address, if the plan moves the resource. */
  readonly previous_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  /**
   * Terraform's key of a deposed object: an old resource that remains because its replacement did not finish. The new resource has the same
   * Terraform address.
   */
  readonly deposed?: string;
  /** Terraform's reason for a replacement or destruction, such as `replace_because_tainted`. */
  readonly action_reason?: string;
  readonly change: Change;
}

export interface Change {
  readonly actions: readonly string[];
  readonly before: Json;
  readonly after: Json;
  /** An object with the same structure as `after`. It has `true` in the place of each value that is known only after the apply. */
  readonly after_unknown: Json;
  /** An object with the same structure as `before`. It has `true` in the place of each value that is marked as sensitive. */
  readonly before_sensitive: Json;
  readonly after_sensitive: Json;
  /** The paths of the attributes that force a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  /** The import of an existing resource into Terraform's state. @default - no import */
  readonly importing?: { readonly id?: string };
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Attributes = { readonly [key: string]: Json };

/** The action of a plan on a resource. */
export type Action = "create" | "update" | "replace" | "destroy" | "forget" | "none";

/**
 * Parses the JSON of a plan.
 *
 * @throws Error if the JSON does not have format version 1.x of Terraform's plans
 * @throws RefusedError if the JSON has too many nested levels
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

/** Returns whether {@link actionOf} knows the actions of a change. */
export const isKnownAction = ({ change: { actions } }: ResourceChange): boolean =>
  actions.length > 0 && actions.length <= 2 && actions.every((it) => Object.hasOwn(WORDS, it));

export function actionOf({ change: { actions } }: ResourceChange): Action {
  if (actions.length === 2) return "replace"; // delete and create in either order, or forget and create
  return WORDS[actions[0] ?? ""] ?? "none";
}

/** Returns whether the plan destroys or replaces a resource. */
export const goesAway = (it: ResourceChange): boolean => ["replace", "destroy"].includes(actionOf(it));

/**
 * Returns whether the plan destroys the whole environment: it destroys at least one resource, and no managed resource remains. If the plan
 * removes a resource only from the state, the answer is false, because that resource remains in AWS. If a plan destroys the whole
 * environment, the review does not warn about lost safeguards.
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

/** Returns the value of a resource's attribute. Returns undefined if the resource does not have the attribute. */
export const attribute = (value: Json, name: string): Json | undefined =>
  isObject(value) ? value[name] : undefined;

/** Returns the blocks of an attribute as a list. A plan contains a list of blocks, but the configuration may contain a single block. */
export function blocksOf(value: Json | undefined): readonly Attributes[] {
  if (isObject(value)) return [value];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Returns whether two JSON values are equal. This function is five times as fast as `isDeepStrictEqual` of Node.js. */
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

/** Replaces each item of a list by the result of a function. Returns the same list object if no item changes. */
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

/**
 * Replaces each value of an object by the result of a function. Returns the same object if no value changes. So most objects of a
 * plan are not copied.
 */
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
 * Parses a string that may contain a JSON document, such as a policy. Returns undefined if the string contains no JSON document, or if the
 * document has too many nested levels.
 */
export function parseDocument(text: Json | undefined): Json | undefined {
  if (typeof text !== "string" || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseExact(text) as Json;
  } catch {
    return undefined;
  }
}
