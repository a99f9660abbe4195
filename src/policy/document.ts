/** The arguments of one resource or block in Terraform JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

/** One resource of a synthesized environment. */
export interface Resource {
  /** Type and name, such as `aws_vpc.network_vpc`. */
  readonly address: string;
  readonly attributes: Attributes;
}

/** The Terraform JSON of one environment, with its resources by type. */
export class SynthesizedDocument {
  private readonly byType: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

  public constructor(private readonly json: Attributes) {
    this.byType = (json.resource ?? {}) as typeof this.byType;
  }

  /** Returns every resource type that the environment uses. */
  public types(): string[] {
    return Object.keys(this.byType);
  }

  /** Returns every resource of these types. */
  public resources(...types: readonly string[]): Resource[] {
    return types.flatMap((type) =>
      Object.entries(this.byType[type] ?? {}).map(([name, attributes]) => ({
        address: `${type}.${name}`,
        attributes,
      })),
    );
  }

  /**
   * Returns the resources of this type that refer to the resource `to` in this attribute. For example, flow logs refer to a VPC in
   * `vpc_id`.
   */
  public referring(type: string, attribute: string, to: Resource): Resource[] {
    return this.resources(type).filter(({ attributes }) => refersTo(at(attributes, attribute), to));
  }

  /** Returns the whole Terraform JSON, for rules that are not about one resource type. */
  public whole(): Attributes {
    return this.json;
  }

  /** Returns the environment's suffix. The object key of the Terraform state begins with the suffix. */
  public suffix(): string | undefined {
    const key = at(this.json, "terraform.backend.s3.key");
    return typeof key === "string" ? key.split("/")[0] : undefined;
  }

  /** Returns the environment's account id, or `undefined` if the settings contain none. */
  public accountId(): unknown {
    return list(at(this.json, "provider.aws.allowed_account_ids"))[0];
  }

  /** Returns the configuration of the AWS provider, in the form of a resource. */
  public provider(): Resource[] {
    return blocks(at(this.json, "provider.aws")).map((attributes) => ({
      address: "provider.aws",
      attributes,
    }));
  }
}

/**
 * Returns the value at a path such as `redirect.protocol`. In Terraform JSON, a single block may be a list or an object. This function
 * reads both.
 */
export function at(attributes: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => {
    const block = Array.isArray(inner) ? inner[0] : inner;
    return (block as Attributes | undefined)?.[key];
  }, attributes);
}

/** Returns a list as it is, a single value as a list of one, and an empty list for undefined and null. */
export const list = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** Returns the blocks of a repeatable argument as a list. */
export const blocks = (value: unknown): readonly Attributes[] => list(value) as readonly Attributes[];

/**
 * Returns whether a value contains a reference to a resource. In the Terraform JSON, a reference contains the resource's Terraform address,
 * such as `${aws_vpc.network_vpc.id}`.
 */
export const refersTo = (value: unknown, { address }: Resource): boolean =>
  JSON.stringify(value ?? "").includes(`\${${address}.`);

/** Formats a value for the text of a finding. */
export const show = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));
