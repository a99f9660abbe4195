import {
  type Attributes,
  attribute,
  isObject,
  type Json,
  type ResourceChange,
  type TerraformPlan,
} from "./terraform-plan";

/**
 * The Terraform JSON that a plan was made from. A plan leaves out whatever is not wholly known yet, such as a policy that
 * names a resource to be made; here it still stands, with its references.
 */
export class Configuration {
  /** What the policy found of it, where it says so. */
  public readonly policy: Json | undefined;
  private readonly resources: Json | undefined;
  private readonly values: ReadonlyMap<string, Json>;

  /** @param document the synthesized `cdk.tf.json` */
  public constructor(document: Json, { resource_changes = [], prior_state }: TerraformPlan) {
    this.policy = attribute(attribute(document, "//") ?? null, "policy");
    this.resources = attribute(document, "resource");
    this.values = new Map([
      ...resource_changes.map(({ address, change }) => [address, change.after ?? change.before] as const),
      ...(prior_state?.values?.root_module?.resources ?? []).map((it) => [it.address, it.values] as const),
    ]);
  }

  /** What the configuration says about a resource; empty where it has none at that address. */
  public attributes(address: string): Attributes {
    const [type = "", name = ""] = address.replace(/\[.*\]$/, "").split(".");
    const found = attribute(attribute(this.resources ?? null, type) ?? null, name);
    return isObject(found) ? found : {};
  }

  /** Whether the configuration sets this attribute, and lets nobody else change it. */
  public governs(address: string, name: string): boolean {
    const { lifecycle = null, ...attributes } = this.attributes(address);
    const ignored = attribute(lifecycle, "ignore_changes");
    return name in attributes && !(Array.isArray(ignored) && ignored.includes(name));
  }

  /** Whether this attribute of a resource that is configured here is what AWS makes of it. */
  public leavesToAws(address: string, name: string): boolean {
    return Object.keys(this.attributes(address)).length > 0 && !this.governs(address, name);
  }

  /** A resource's attribute as planned, or, where that is not known yet, as configured. */
  public planned({ address, change }: ResourceChange, name: string): Json | undefined {
    const known = attribute(change.after, name);
    if (known !== undefined && known !== null) return known;
    const unknown = change.after !== null && attribute(change.after_unknown, name) !== undefined;
    const configured = unknown ? this.attributes(address)[name] : undefined;
    return typeof configured === "string" ? this.filledIn(configured) : configured;
  }

  /** Address of the resource that an attribute refers to. */
  public referenced(address: string, name: string): string | undefined {
    const expression = this.attributes(address)[name];
    return typeof expression === "string" ? /^\$\{(aws_\w+\.\w+)\.\w+\}$/.exec(expression)?.[1] : undefined;
  }

  /** A text with every reference whose value is known already replaced by it. */
  private filledIn(text: string): string {
    return text.replace(
      /\$\{((?:data\.)?aws_\w+\.\w+)\.(\w+)\}/g,
      (reference, address: string, name: string) => {
        const value = attribute(this.values.get(address) ?? null, name);
        return typeof value === "string" || typeof value === "number" ? String(value) : reference;
      },
    );
  }
}
