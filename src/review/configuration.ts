import { type Difference, nameOf, UNKNOWN } from "./difference";
import { hasUnknown } from "./parts";
import {
  type Attributes,
  attribute,
  isObject,
  type Json,
  mapItems,
  mapValues,
  type ResourceChange,
  type TerraformPlan,
} from "./terraform-plan";

/**
 * The Terraform JSON configuration from which a plan was made. If a part of an attribute is known only after the apply, the plan omits the
 * whole attribute. For example, the plan omits a policy that contains the ARN of a new resource. The configuration contains such an
 * attribute, with a reference in the place of each unknown part.
 */
export class Configuration {
  /**
   * The results of the policy rules (`src/policy/`), which the synthesis wrote into the `cdk.tf.json`. Undefined if the file contains none.
   */
  public readonly policy: Json | undefined;
  private readonly resources: Json | undefined;
  private readonly values: ReadonlyMap<string, Json>;
  private readonly predecessors: ReadonlyMap<string, Json>;

  /** @param document the parsed content of the synthesized `cdk.tf.json` */
  public constructor(document: Json, { resource_changes = [], prior_state }: TerraformPlan) {
    this.policy = attribute(attribute(document, "//") ?? null, "policy");
    this.resources = attribute(document, "resource");
    this.values = new Map([
      ...resource_changes.map(({ address, change }) => [address, change.after ?? change.before] as const),
      ...(prior_state?.values?.root_module?.resources ?? []).map((it) => [it.address, it.values] as const),
    ]);
    this.predecessors = new Map(resource_changes.map(({ address, change }) => [address, change.before]));
  }

  /**
   * Returns the attributes that the configuration sets for a resource. Returns an empty object if the configuration has no resource with
   * this Terraform address.
   */
  public attributes(address: string): Attributes {
    const [type = "", name = ""] = address.replace(/\[.*\]$/, "").split(".");
    const found = attribute(attribute(this.resources ?? null, type) ?? null, name);
    return isObject(found) ? found : {};
  }

  /** Returns whether the configuration sets an attribute and does not list it in `ignore_changes`. */
  public governs(address: string, name: string): boolean {
    const { lifecycle = null, ...attributes } = this.attributes(address);
    const ignored = attribute(lifecycle, "ignore_changes");
    return name in attributes && !(Array.isArray(ignored) && ignored.includes(name));
  }

  /**
   * Returns true if the configuration contains the resource, and {@link governs} returns false for the attribute. If the value of such an
   * attribute is known only after the apply, AWS decides the value.
   */
  public leavesToAws(address: string, name: string): boolean {
    return Object.keys(this.attributes(address)).length > 0 && !this.governs(address, name);
  }

  /** Returns whether AWS decides a changed value: the value is known only after the apply, and the configuration does not set it. */
  public isFilledIn(address: string, { path, after }: Difference): boolean {
    return after === UNKNOWN && !(this.governs(address, nameOf(path)) && this.mayGovern(address, path));
  }

  /** Returns whether the configuration sets the value at a path, or may set it, for example by a reference to a whole block. */
  private mayGovern(address: string, path: string): boolean {
    let at: Json | undefined = this.attributes(address);
    for (const [, item, name = ""] of path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)) {
      if (item !== undefined) {
        // A single block may be in the configuration without a list around it.
        if (Array.isArray(at) && /^\d+$/.test(item)) at = at[Number(item)];
        else if (item !== "0") return true;
      } else {
        if (!isObject(at) || Object.keys(at).some((key) => key.includes("."))) return true;
        at = at[name];
      }
      if (at === undefined || at === null) return false;
    }
    return true;
  }

  /**
   * Returns the planned value of a resource's attribute. If that value is known only after the apply, the method returns the configured
   * value instead. If the configured value contains a reference and the value of the reference is known, the method replaces the reference
   * by this value.
   */
  public planned(change: ResourceChange, name: string): Json | undefined {
    return this.known(change, name, (address, path) => valueAt(this.values.get(address) ?? null, path));
  }

  /**
   * Does the same as {@link planned}, except for references to values that are known only after the apply. The method replaces such a
   * reference by the reference's present value. So the caller can compare the planned attribute with the present attribute, even if the
   * attribute refers to a resource that the plan replaces.
   *
   * @returns the attribute's value, and the Terraform addresses of the resources whose present values were put into it
   */
  public plannedAsToday(
    change: ResourceChange,
    name: string,
  ): { readonly value: Json | undefined; readonly replaced: readonly string[] } {
    const replaced = new Set<string>();
    const value = this.known(change, name, (address, path) => {
      const known = valueAt(this.values.get(address) ?? null, path);
      if (known !== undefined) return known;
      const today = valueAt(this.predecessors.get(address) ?? null, path);
      if (today !== undefined) replaced.add(address);
      return today;
    });
    return { value, replaced: [...replaced] };
  }

  private known(
    { address, change }: ResourceChange,
    name: string,
    read: (address: string, path: string) => string | undefined,
  ): Json | undefined {
    const planned = attribute(change.after, name);
    if (planned !== undefined && planned !== null) return planned;
    const unknown = change.after !== null && attribute(change.after_unknown, name) !== undefined;
    const configured = unknown ? this.attributes(address)[name] : undefined;
    return typeof configured === "string"
      ? configured.replace(REFERENCE, (text, of: string, path: string) => read(of, path) ?? text)
      : configured;
  }

  /**
   * Returns the planned value of an attribute that consists of blocks or list items. If a part of the value is known only after the apply,
   * the method returns the configured value instead. A single configured block is returned as a list with one item.
   */
  public plannedParts({ address, change }: ResourceChange, name: string): Json | undefined {
    const configured = this.attributes(address)[name];
    const isOpen = change.after !== null && hasUnknown(attribute(change.after_unknown, name));
    if (!isOpen || configured === undefined) return attribute(change.after, name);
    const resolved = (it: Json): Json => {
      if (typeof it === "string") {
        return it.replace(
          REFERENCE,
          (text, of: string, path: string) => valueAt(this.values.get(of) ?? null, path) ?? text,
        );
      }
      if (Array.isArray(it)) return mapItems(it, resolved);
      return isObject(it) ? mapValues(it, resolved) : it;
    };
    return resolved(isObject(configured) ? [configured] : configured);
  }

  /** Returns the Terraform address of the resource that an attribute refers to. */
  public referenced(address: string, name: string): string | undefined {
    const expression = this.attributes(address)[name];
    return typeof expression === "string" ? /^\$\{(aws_\w+\.\w+)\.\w+\}$/.exec(expression)?.[1] : undefined;
  }
}

/** Matches a Terraform reference, such as `${aws_rds_cluster.one.master_user_secret[0].secret_arn}`. */
const REFERENCE = /\$\{((?:data\.)?aws_\w+\.\w+)\.([\w.[\]]+)\}/g;

/** Returns the text or number at a path inside a resource. An example of a path is `master_user_secret[0].secret_arn`. */
function valueAt(resource: Json, path: string): string | undefined {
  const value = path
    .split(/[.[\]]+/)
    .filter((part) => part !== "")
    .reduce<Json | undefined>(
      (at, part) => (Array.isArray(at) ? at[Number(part)] : attribute(at ?? null, part)),
      resource,
    );
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
