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

  /** Every resource type that the environment uses. */
  public types(): string[] {
    return Object.keys(this.byType);
  }

  /** Every resource of these types. */
  public resources(...types: readonly string[]): Resource[] {
    return types.flatMap((type) =>
      Object.entries(this.byType[type] ?? {}).map(([name, attributes]) => ({
        address: `${type}.${name}`,
        attributes,
      })),
    );
  }

  /** The resources of a type whose attribute refers to another resource, such as the flow logs whose `vpc_id` refers to a VPC. */
  public referring(type: string, attribute: string, to: Resource): Resource[] {
    return this.resources(type).filter(({ attributes }) => refersTo(at(attributes, attribute), to));
  }

  /** The whole document, for rules that are not about one resource type. */
  public whole(): Attributes {
    return this.json;
  }

  /** The environment's suffix, taken from the key of the Terraform state in the state bucket. */
  public suffix(): string | undefined {
    const key = at(this.json, "terraform.backend.s3.key");
    return typeof key === "string" ? key.split("/")[0] : undefined;
  }

  /** The environment's account id, if the settings contain it. */
  public accountId(): unknown {
    return list(at(this.json, "provider.aws.allowed_account_ids"))[0];
  }

  /** The configuration of the AWS provider. */
  public provider(): Resource[] {
    return blocks(at(this.json, "provider.aws")).map((attributes) => ({
      address: "provider.aws",
      attributes,
    }));
  }
}

/** The value at a path such as `redirect.protocol`. A single block may be written as a list or as an object in Terraform JSON. */
export function at(attributes: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => {
    const block = Array.isArray(inner) ? inner[0] : inner;
    return (block as Attributes | undefined)?.[key];
  }, attributes);
}

/** Returns a list as it is, a single value as a list of one, and an empty list for undefined and null. */
export const list = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** The blocks of a repeatable argument. */
export const blocks = (value: unknown): readonly Attributes[] => list(value) as readonly Attributes[];

/** Whether a value contains a reference to a resource. At synth, a reference consists of the resource's Terraform address. */
export const refersTo = (value: unknown, { address }: Resource): boolean =>
  JSON.stringify(value ?? "").includes(`\${${address}.`);

/** Formats a value for the text of a finding. */
export const show = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));
