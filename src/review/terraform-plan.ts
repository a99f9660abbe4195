/** What `terraform show -json <plan>` says, as far as a review reads it. https://developer.hashicorp.com/terraform/internals/json-format */
export interface TerraformPlan {
  readonly format_version: string;
  /** Whether it leads to all that is configured: not with targets, nor where Terraform deferred a change. */
  readonly complete?: boolean;
  /** Whether Terraform gave up half-way. */
  readonly errored?: boolean;
  /** Whether there is anything to do, which may be nothing but to note that a resource has moved. */
  readonly applyable?: boolean;
  readonly resource_changes?: readonly ResourceChange[];
  /** What changed outside of Terraform since the state was written; much of it is Terraform's own book-keeping. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  /** What was there when it was planned; a review takes the data sources from it. */
  readonly prior_state?: {
    readonly values?: { readonly root_module?: { readonly resources?: readonly StateResource[] } };
  };
}

export interface StateResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly values: Json;
  readonly sensitive_values: Json;
}

export interface ResourceChange {
  readonly address: string;
  /** Where it stood before, if it moves. */
  readonly previous_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  /** Why Terraform replaces or destroys it, such as `replace_because_tainted`. */
  readonly action_reason?: string;
  readonly change: Change;
}

export interface Change {
  readonly actions: readonly string[];
  readonly before: Json;
  readonly after: Json;
  /** `true` where a value is known only after the apply. */
  readonly after_unknown: Json;
  /** `true` where a value is secret. */
  readonly before_sensitive: Json;
  readonly after_sensitive: Json;
  /** Attributes that force a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Attributes = { readonly [key: string]: Json };

/** What happens to a resource, in one word. */
export type Action = "create" | "update" | "replace" | "destroy" | "forget" | "none";

/** @throws when it is the JSON of another program, or of a Terraform whose format this project does not know */
export function parsePlan(json: string): TerraformPlan {
  const plan = JSON.parse(json) as TerraformPlan;
  if (!plan.format_version?.startsWith("1.")) {
    throw new Error(
      `a plan of format ${plan.format_version}, known is 1.x: use Terraform 1.11 or a newer 1.x`,
    );
  }
  return plan;
}

export function actionOf({ change: { actions } }: ResourceChange): Action {
  if (actions.length === 2) return "replace"; // in either order
  const words: Readonly<Record<string, Action>> = {
    create: "create",
    update: "update",
    delete: "destroy",
    forget: "forget",
  };
  return words[actions[0] ?? ""] ?? "none"; // no-op, and data sources that are read
}

/** Whether nothing stays of what there is: unlike what goes by itself, its safeguards then leave nothing without them. */
export function endsAll(changes: readonly ResourceChange[]): boolean {
  const managed = changes.filter(
    ({ mode, change }) => mode === "managed" && (change.before ?? change.after) !== null,
  );
  return managed.length > 0 && managed.every((it) => actionOf(it) === "destroy");
}

export const isObject = (value: unknown): value is Attributes =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One attribute of a resource, if it has it. */
export const attribute = (value: Json, name: string): Json | undefined =>
  isObject(value) ? value[name] : undefined;

/** A JSON document in a string, such as a policy; `undefined` when it is none. */
export function parseDocument(text: Json | undefined): Json | undefined {
  if (typeof text !== "string" || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
