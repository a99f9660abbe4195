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
 * The Terraform JSON configuration from which a plan was made. A plan leaves out each attribute of which a part is known only
 * after the apply, such as a policy that names a resource that does not exist yet. The configuration contains such an attribute,
 * with its references.
 */
export class Configuration {
  /** The results of the policy rules (`src/policy/`), as synth wrote them into the `cdk.tf.json`. `undefined` if the file has none. */
  public readonly policy: Json | undefined;
  private readonly resources: Json | undefined;
  private readonly values: ReadonlyMap<string, Json>;
  private readonly predecessors: ReadonlyMap<string, Json>;

  /** @param document the synthesized `cdk.tf.json` */
  public constructor(document: Json, { resource_changes = [], prior_state }: TerraformPlan) {
    this.policy = attribute(attribute(document, "//") ?? null, "policy");
    this.resources = attribute(document, "resource");
    this.values = new Map([
      ...resource_changes.map(({ address, change }) => [address, change.after ?? change.before] as const),
      ...(prior_state?.values?.root_module?.resources ?? []).map((it) => [it.address, it.values] as const),
    ]);
    this.predecessors = new Map(resource_changes.map(({ address, change }) => [address, change.before]));
  }

  /** The attributes that the configuration sets for a resource; empty if the configuration has no resource with that address. */
  public attributes(address: string): Attributes {
    const [type = "", name = ""] = address.replace(/\[.*\]$/, "").split(".");
    const found = attribute(attribute(this.resources ?? null, type) ?? null, name);
    return isObject(found) ? found : {};
  }

  /** Whether the configuration sets an attribute and does not list it in `ignore_changes`. */
  public governs(address: string, name: string): boolean {
    const { lifecycle = null, ...attributes } = this.attributes(address);
    const ignored = attribute(lifecycle, "ignore_changes");
    return name in attributes && !(Array.isArray(ignored) && ignored.includes(name));
  }

  /** Whether the configuration has the resource and does not set the attribute, so that AWS decides the attribute's value. */
  public leavesToAws(address: string, name: string): boolean {
    return Object.keys(this.attributes(address)).length > 0 && !this.governs(address, name);
  }

  /** Whether a changed value is known only after the apply and is not set in the configuration, so that AWS decides the value. */
  public isFilledIn(address: string, { path, after }: Difference): boolean {
    return after === UNKNOWN && !(this.governs(address, nameOf(path)) && this.mayGovern(address, path));
  }

  /** Whether the configuration sets the value at a path, or may set it, for example by a reference to a whole block. */
  private mayGovern(address: string, path: string): boolean {
    let at: Json | undefined = this.attributes(address);
    for (const [, item, name = ""] of path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)) {
      if (item !== undefined) {
        // The configuration may contain a single block without a list around it.
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
   * A resource's attribute as planned, or as configured if the planned value is known only after the apply. References in the
   * configured value are replaced by the values to which they refer, if these are known.
   */
  public planned(change: ResourceChange, name: string): Json | undefined {
    return this.known(change, name, (address, path) => valueAt(this.values.get(address) ?? null, path));
  }

  /**
   * Does the same as {@link planned}, except for references to values that are known only after the apply. Such a reference is
   * replaced by its present value, so that a policy that refers to a replaced resource can be compared with the present policy.
   *
   * @returns the attribute, and the addresses of the resources whose present values it contains
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
   * An attribute that consists of blocks or items: as planned, or as configured if a part of it is known only after the apply. A
   * single configured block is returned as a list with one item.
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

  /** Address of the resource that an attribute refers to. */
  public referenced(address: string, name: string): string | undefined {
    const expression = this.attributes(address)[name];
    return typeof expression === "string" ? /^\$\{(aws_\w+\.\w+)\.\w+\}$/.exec(expression)?.[1] : undefined;
  }
}

/** A reference, such as `${aws_rds_cluster.one.master_user_secret[0].secret_arn}`. */
const REFERENCE = /\$\{((?:data\.)?aws_\w+\.\w+)\.([\w.[\]]+)\}/g;

/** The text or number at a path of a resource, such as `master_user_secret[0].secret_arn`. */
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
