import { type Attributes, list } from "./document";

/** A place in a configuration that would run a program during plan or apply, with a description. */
export interface RunsProgram {
  readonly address: string;
  readonly problem: string;
}

/** Blocks of a configuration that run nothing by themselves; the contents of some are checked below. */
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
 * Arguments of the AWS provider and of the S3 backend that cannot name a program. A profile can: its `credential_process` is a
 * program.
 */
const OF_PROVIDER = ["alias", "allowed_account_ids", "default_tags", "region"];
const OF_BACKEND = ["bucket", "encrypt", "key", "region", "use_lockfile"];
const OF_TERRAFORM = ["backend", "required_providers", "required_version"];
const AWS = /^(registry\.terraform\.io\/)?(hashicorp\/)?aws$/;

/**
 * Data sources that only read. Other data sources of the AWS provider invoke functions or run tasks, and every plan reads its
 * data sources.
 */
const READING = ["aws_caller_identity"];

/** https://developer.hashicorp.com/terraform/language/provisioners */
const PROVISIONERS = ["connection", "provisioner"];

/**
 * All places in a configuration that make plan or apply run a program, here or in AWS, that no review shows: provisioners,
 * modules, other providers, actions, and data sources that do more than read. A plan's JSON shows none of these.
 *
 * @param json a `cdk.tf.json`, in any of the forms that Terraform reads: https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function programsIn(json: Attributes): RunsProgram[] {
  const { resource, data, provider, removed, terraform } = json;
  return [
    ...others(json, BLOCKS, "", "no rule looks into such blocks, and what they do is in no plan"),
    ...(hasLists(resource)
      ? [{ address: "resource", problem: "written as a list, where no rule of the policy looks" }]
      : []),
    ...labelled(resource, "").flatMap(({ type, address, body }) => [
      ...ofType(type, address),
      ...provisioners(address, body),
    ]),
    ...labelled(data, "data.").flatMap(({ type, address }) =>
      READING.includes(type)
        ? []
        : [{ address, problem: `not known to be a data source that only reads: every plan runs it` }],
    ),
    // Terraform runs these when it destroys. https://developer.hashicorp.com/terraform/language/block/removed
    ...bodies(removed).flatMap((body) => provisioners(`removed.${String(body.from)}`, body)),
    ...pairs(provider).flatMap(([name, body]) => [
      ...ofType(name, `provider.${name}`),
      ...others(
        body,
        OF_PROVIDER,
        `provider.${name}.`,
        "it can name a program, or send credentials elsewhere",
      ),
    ]),
    ...bodies(terraform).flatMap(inTerraform),
  ];
}

function inTerraform(terraform: Attributes): RunsProgram[] {
  const { backend, required_providers } = terraform;
  return [
    ...others(terraform, OF_TERRAFORM, "terraform.", "it can have another program do the work"),
    ...pairs(backend).flatMap(([name, body]) =>
      name === "s3"
        ? others(
            body,
            OF_BACKEND,
            "terraform.backend.s3.",
            "it can name a program, or send credentials elsewhere",
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

/** Arguments that are not in the list of known ones. */
const others = (body: Attributes, known: readonly string[], where: string, problem: string): RunsProgram[] =>
  Object.keys(body)
    .filter((name) => !known.includes(name))
    .map((name) => ({ address: where + name, problem }));

const ofType = (type: string, address: string): RunsProgram[] =>
  /^aws(_|$)/.test(type) ? [] : [{ address, problem: "of another provider than hashicorp/aws" }];

const provisioners = (address: string, body: Attributes): RunsProgram[] =>
  PROVISIONERS.filter((name) => name in body).map((name) => ({
    address,
    problem: `${name}: Terraform runs what it says when it applies, and no plan shows that`,
  }));

/** Whether resources stand in lists, which Terraform allows and cdktf never writes. */
const hasLists = (resources: unknown): boolean =>
  [resources, ...objects(resources), ...objects(resources).flatMap(objects)].some(Array.isArray);

const objects = (value: unknown): unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value) : [];

/** Blocks with two labels, such as resources, with their bodies. */
const labelled = (blocks: unknown, prefix: string) =>
  pairs(blocks).flatMap(([type, named]) =>
    pairs(named).map(([name, body]) => ({ type, address: `${prefix}${type}.${name}`, body })),
  );

/** The labels of blocks, each with its body: at every level, JSON may have one object or a list of objects. */
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
