/** The arguments of one resource or block in Terraform JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

/** One resource of a synthesized environment. */
export interface Resource {
  /** Type and name, such as `aws_vpc.network_vpc`. */
  readonly address: string;
  readonly attributes: Attributes;
}

/** An error that says what synth cannot read. The check of a rule turns it into a problem, so that such a resource is never `met`. */
export class Unreadable extends Error {
  public override readonly name = "Unreadable";
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
   *
   * @throws Unreadable if synth cannot read how many such resources there are
   */
  public referring(type: string, attribute: string, to: Resource): Resource[] {
    return this.resources(type)
      .filter(({ attributes }) => refersTo(at(attributes, attribute), to))
      .map((found) => ({ ...found, attributes: attributesOf(found) }));
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
 * Returns the attributes of a resource. @throws Unreadable if an expression such as `count` or `for_each` decides how many resources or
 * nested blocks Terraform makes
 */
export function attributesOf({ address, attributes }: Resource): Attributes {
  const made = ["count", "dynamic", "for_each"].find((name) => name in attributes);
  if (made !== undefined) throw new Unreadable(`${address} has ${made}`);
  return attributes;
}

/**
 * Returns the value at a path such as `redirect.protocol`. In Terraform JSON, a single block may be a list or an object. This function
 * reads both.
 *
 * @throws Unreadable if the path leads through something else, such as a Terraform reference
 */
export function at(attributes: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => {
    const [block] = list(inner);
    return block === undefined || block === null ? undefined : blockAt(block, path)[key];
  }, attributes);
}

/** Returns a list as it is, a single value as a list of one, and an empty list for undefined and null. */
export const list = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** Returns the blocks of a repeatable argument as a list. @throws Unreadable if the list contains something else than blocks */
export const blocks = (value: unknown): readonly Attributes[] => list(value).map((it) => blockAt(it));

function blockAt(value: unknown, path?: string): Attributes {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Attributes;
  // A value other than a reference can be a secret, so the text does not contain it.
  const what = /^\$\{[^}]*\}$/.test(String(value)) ? `the reference ${value}` : `a ${typeof value}`;
  throw new Unreadable(
    `${what} is in the place of a block${path === undefined ? "" : ` on the path ${path}`}`,
  );
}

// Matches a Terraform reference, except a reference to a resource of the stack, or to the account, region or partition. `$${` is no reference.
const FOREIGN = /(?<![$%])[$%]\{(?!aws_\w+\.|data\.aws_(?:caller_identity|partition|region)\.)/;

/** Returns whether a value contains a Terraform reference to something of which synth knows nothing, such as `${var.role}`. */
export const isForeign = (value: unknown): boolean => FOREIGN.test(String(value));

/**
 * Returns whether a value contains a reference to a resource. In the Terraform JSON, a reference contains the resource's Terraform address,
 * such as `${aws_vpc.network_vpc.id}`.
 */
export const refersTo = (value: unknown, { address }: Resource): boolean =>
  JSON.stringify(value ?? "").includes(`\${${address}.`);

/** Formats a value for the text of a finding. */
export const show = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));
