import { type Attributes, list } from "./document";

/** A place in a Terraform configuration that would make Terraform run a program during plan or apply. */
export interface RunsProgram {
  readonly address: string;
  readonly problem: string;
}

/**
 * The top-level blocks that `programsIn` accepts. The contents of some of these blocks can make Terraform run a program, so `programsIn`
 * checks these contents separately.
 */
const BLOCKS = [
  "//",
  "data",
  "import",
  "locals",
  "moved",
  "output",
  "provider",
  "removed",
  "resource",
  "terraform",
  "variable",
];

/**
 * Arguments of the AWS provider that cannot make Terraform run a program. The list does not contain the argument `profile`: a profile can
 * name a program in `credential_process`, and Terraform runs that program.
 */
const OF_PROVIDER = ["alias", "allowed_account_ids", "default_tags", "region"];

/** Arguments of the S3 backend that cannot make Terraform run a program. `profile` is not in the list, see {@link OF_PROVIDER}. */
const OF_BACKEND = ["bucket", "encrypt", "key", "region", "use_lockfile"];

/**
 * The blocks and arguments that `inTerraform` accepts in the block `terraform`. The contents of `backend` and `required_providers` can make
 * Terraform run a program, so `inTerraform` checks these contents separately.
 */
const OF_TERRAFORM = ["backend", "required_providers", "required_version"];

const AWS = /^(registry\.terraform\.io\/)?(hashicorp\/)?aws$/;

/**
 * Data sources that only read data. Some other data sources of the AWS provider invoke functions or run tasks, and every plan reads all
 * data sources of the configuration.
 */
const READING = ["aws_caller_identity"];

/** Blocks inside a resource that make Terraform run programs: https://developer.hashicorp.com/terraform/language/provisioners */
const PROVISIONERS = ["connection", "provisioner"];

/**
 * Finds all places in a configuration that run a program during `terraform plan` or `terraform apply`, locally or in AWS. Examples
 * are provisioners, modules, actions, data sources that do more than read data, and providers other than AWS's. A plan's JSON shows none of
 * these places, so a review of a plan cannot show them either.
 *
 * @param json the content of a `cdk.tf.json`, in any form that Terraform's JSON syntax allows:
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function programsIn(json: Attributes): RunsProgram[] {
  const { resource, data, provider, removed, terraform } = json;
  return [
    ...others(json, BLOCKS, "", "no rule checks such a block, and no plan shows its effects"),
    ...(hasLists(resource)
      ? [
          {
            address: "resource",
            problem: "resources are written as a list, and no rule of the policy checks such a list",
          },
        ]
      : []),
    ...labelled(resource, "").flatMap(({ type, address, body }) => [
      ...ofType(type, address),
      ...provisioners(address, body),
    ]),
    ...labelled(data, "data.").flatMap(({ type, address }) =>
      READING.includes(type)
        ? []
        : [
            {
              address,
              problem: "every plan runs this data source, and it may do more than read",
            },
          ],
    ),
    // Terraform runs the provisioners of a `removed` block when it destroys the resource.
    // https://developer.hashicorp.com/terraform/language/block/removed
    ...bodies(removed).flatMap((body) => provisioners(`removed.${String(body.from)}`, body)),
    ...pairs(provider).flatMap(([name, body]) => [
      ...ofType(name, `provider.${name}`),
      ...others(
        body,
        OF_PROVIDER,
        `provider.${name}.`,
        "the argument can make Terraform run another program, or send credentials elsewhere",
      ),
    ]),
    ...bodies(terraform).flatMap(inTerraform),
  ];
}

function inTerraform(terraform: Attributes): RunsProgram[] {
  const { backend, required_providers } = terraform;
  return [
    ...others(
      terraform,
      OF_TERRAFORM,
      "terraform.",
      "the argument can make another program do Terraform's work",
    ),
    ...pairs(backend).flatMap(([name, body]) =>
      name === "s3"
        ? others(
            body,
            OF_BACKEND,
            "terraform.backend.s3.",
            "the argument can make Terraform run another program, or send credentials elsewhere",
          )
        : [{ address: `terraform.backend.${name}`, problem: "another backend than s3" }],
    ),
    ...pairs(required_providers).flatMap(([name, { source }]) =>
      AWS.test(String(source ?? name))
        ? []
        : [
            {
              address: `terraform.required_providers.${name}`,
              problem: `another provider than hashicorp/aws`,
            },
          ],
    ),
  ];
}

/** Returns a finding for each argument that is not in the list of known arguments. */
const others = (body: Attributes, known: readonly string[], where: string, problem: string): RunsProgram[] =>
  Object.keys(body)
    .filter((name) => !known.includes(name))
    .map((name) => ({ address: where + name, problem }));

const ofType = (type: string, address: string): RunsProgram[] =>
  /^aws(_|$)/.test(type) ? [] : [{ address, problem: "of another provider than hashicorp/aws" }];

const provisioners = (address: string, body: Attributes): RunsProgram[] =>
  PROVISIONERS.filter((name) => name in body).map((name) => ({
    address,
    problem: `${name}: Terraform executes this block during apply, and no plan shows the block`,
  }));

/** Returns whether the configuration writes resources as lists. Terraform allows such lists, but cdktf never writes them. */
const hasLists = (resources: unknown): boolean =>
  [resources, ...objects(resources), ...objects(resources).flatMap(objects)].some(Array.isArray);

const objects = (value: unknown): unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value) : [];

/** Reads blocks that have two labels, such as resources. Returns the type, the address and the body of each block. */
const labelled = (blocks: unknown, prefix: string) =>
  pairs(blocks).flatMap(([type, named]) =>
    pairs(named).map(([name, body]) => ({ type, address: `${prefix}${type}.${name}`, body })),
  );

/** Returns the label and the body of each block. At every level, Terraform JSON may have an object or a list of objects. */
const pairs = (blocks: unknown): [label: string, body: Attributes][] =>
  bodies(blocks).flatMap((block) =>
    Object.entries(block)
      .filter(([label]) => label !== "//")
      .flatMap(([label, below]) => bodies(below).map((body): [string, Attributes] => [label, body])),
  );

const bodies = (blocks: unknown): Attributes[] =>
  list(blocks)
    .flat()
    .filter((it): it is Attributes => typeof it === "object" && it !== null);
