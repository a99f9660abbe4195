import { comment } from "../../src/review/comment";
import { terminalReview } from "../../src/review/for-terminal";
import { reviewJson } from "../../src/review/json";
import { reviewOfPlan } from "../../src/review/of-plan";
import type { Json } from "../../src/review/terraform-plan";

/** A value that each plan marks as sensitive. */
const SECRET = "correct-horse-battery-staple";

interface Foreign {
  readonly address: string;
  readonly change: { readonly actions: readonly string[] } & Readonly<Record<string, unknown>>;
  readonly [more: string]: unknown;
}

/** One change as `terraform show -json` writes it. Fields that are not given have Terraform's usual values. */
function change(address: string, actions: readonly string[], more: object = {}, of: object = {}): Foreign {
  const [type = "", name = ""] = address.replace(/^(module\.\w+(\[[^\]]*\])?\.)*(data\.)?/, "").split(".");
  const [first] = actions;
  const held = { id: "x", name: "x" };
  return {
    address,
    mode: /(^|\.)data\./.test(address) ? "data" : "managed",
    type,
    name: name.replace(/\[.*/, ""),
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: {
      actions,
      before: ["create", "read"].includes(first ?? "") && actions.length === 1 ? null : held,
      after: ["delete", "forget"].includes(first ?? "") && actions.length === 1 ? null : held,
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
      ...of,
    },
    ...more,
  };
}

const plan = (changes: readonly Foreign[], more: object = {}): object => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  resource_changes: changes,
  applyable: changes.some(({ change: { actions } }) => actions[0] !== "no-op"),
  complete: true,
  errored: false,
  ...more,
});

const CHECK = { address: { kind: "check", name: "up", to_display: "check.up" } };
const SENSITIVE = { before: { value: SECRET }, after: { value: `${SECRET}2`, n: 1 } };
const output = (of: object) => ({
  actions: ["create"],
  before: null,
  after: "x",
  after_unknown: false,
  before_sensitive: false,
  after_sensitive: false,
  ...of,
});

/** Minimal examples of changes in plans of other projects, and the first line of each review. */
const SHAPES: readonly [what: string, plan: object, line: string][] = [
  ["nothing at all", plan([], { resource_changes: undefined }), "dev: no changes"],
  ["nothing to do", plan([change("aws_vpc.a", ["no-op"])]), "dev: no changes"],
  [
    "a later minor format",
    plan([change("aws_vpc.a", ["create"])], { format_version: "1.9" }),
    "dev: 1 to add",
  ],
  [
    "a module",
    plan([change("module.a.aws_vpc.b", ["create"], { module_address: "module.a" })]),
    "dev: 1 to add",
  ],
  [
    "a database in a module of a module",
    plan([change('module.a["x"].module.b[0].aws_rds_cluster.c', ["delete"])]),
    "dev: blocked, 1 to destroy",
  ],
  [
    "fewer by count",
    plan([
      change("aws_vpc.a[0]", ["no-op"]),
      change("aws_vpc.a[1]", ["delete"], { index: 1, action_reason: "delete_because_count_index" }),
    ]),
    "dev: 1 to destroy",
  ],
  [
    "another key of for_each",
    plan([
      change('aws_s3_bucket.a["k.x"]', ["delete"], {
        index: "k.x",
        action_reason: "delete_because_each_key",
      }),
      change('aws_s3_bucket.a["k\\"2"]', ["create"]),
    ]),
    "dev: blocked, 1 to add, 1 to destroy",
  ],
  [
    "from count to no count",
    plan([change("aws_kms_key.a[0]", ["delete"], { action_reason: "delete_because_wrong_repetition" })]),
    "dev: blocked, 1 to destroy",
  ],
  [
    "a module that is gone",
    plan([change("module.a.aws_s3_bucket.b", ["delete"], { action_reason: "delete_because_no_module" })]),
    "dev: blocked, 1 to destroy",
  ],
  [
    "a data source that is read while applying",
    plan([
      change(
        "data.aws_ami.a",
        ["read"],
        { action_reason: "read_because_config_unknown" },
        { after: { id: null }, after_unknown: { id: true } },
      ),
    ]),
    "dev: 1 to read",
  ],
  ["one of a module", plan([change("module.a.data.aws_ami.b", ["read"])]), "dev: 1 to read"],
  [
    "what a replacement left over",
    plan([
      change("aws_db_instance.a", ["no-op"]),
      change("aws_db_instance.a", ["delete"], { deposed: "00000001" }),
    ]),
    "dev: blocked, 1 to destroy",
  ],
  [
    "a replacement, destroyed first",
    plan([
      change(
        "aws_db_instance.a",
        ["delete", "create"],
        { action_reason: "replace_because_cannot_update" },
        { replace_paths: [["name"]] },
      ),
    ]),
    "dev: blocked, 1 to replace",
  ],
  [
    "a replacement, created first",
    plan([change("aws_db_instance.a", ["create", "delete"])]),
    "dev: blocked, 1 to replace",
  ],
  [
    "a replacement of what is forgotten",
    plan([change("aws_db_instance.a", ["create", "forget"])]),
    "dev: blocked, 1 to replace",
  ],
  [
    "what was never finished",
    plan([
      change("aws_efs_file_system.a", ["delete", "create"], { action_reason: "replace_because_tainted" }),
    ]),
    "dev: blocked, 1 to replace",
  ],
  [
    "a replacement that another one triggers",
    plan([change("aws_ebs_volume.a", ["delete", "create"], { action_reason: "replace_by_triggers" })]),
    "dev: blocked, 1 to replace",
  ],
  [
    "a move",
    plan([change("aws_vpc.b", ["no-op"], { previous_address: "aws_vpc.a" })], { applyable: true }),
    "dev: 1 to move",
  ],
  [
    "a move into a module, with a change",
    plan([
      change(
        "module.a.aws_vpc.b",
        ["update"],
        { previous_address: "aws_vpc.a" },
        { after: { id: "x", name: "y" } },
      ),
    ]),
    "dev: 1 to change, 1 to move",
  ],
  [
    "a move from count to for_each",
    plan([change('aws_vpc.a["x"]', ["no-op"], { previous_address: "aws_vpc.a[0]" })]),
    "dev: 1 to move",
  ],
  [
    "an import",
    plan([change("aws_s3_bucket.a", ["no-op"], {}, { importing: { id: "bucket" } })]),
    "dev: 1 to import",
  ],
  [
    "an import by identity, with a change",
    plan([
      change(
        "aws_s3_bucket.a",
        ["update"],
        {},
        { importing: { identity: { bucket: "b" } }, after: { name: "y" } },
      ),
    ]),
    "dev: 1 to change, 1 to import",
  ],
  [
    "an import with generated configuration",
    plan([
      change(
        "aws_s3_bucket.a",
        ["no-op"],
        {},
        { importing: { id: "b" }, generated_config: 'resource "aws_s3_bucket" "a" {}' },
      ),
    ]),
    "dev: 1 to import",
  ],
  [
    "what Terraform forgets",
    plan([
      change(
        "aws_rds_cluster.a",
        ["forget"],
        { action_reason: "delete_because_no_resource_config" },
        { after_sensitive: false },
      ),
    ]),
    "dev: 1 to forget",
  ],
  [
    "a check that fails",
    plan([], {
      checks: [
        {
          ...CHECK,
          status: "fail",
          instances: [
            { address: { to_display: "check.up" }, status: "fail", problems: [{ message: "down" }] },
          ],
        },
      ],
    }),
    "dev: no changes",
  ],
  [
    "a check that nobody knows yet",
    plan([change("aws_vpc.a", ["create"])], { checks: [{ ...CHECK, status: "unknown" }] }),
    "dev: 1 to add",
  ],
  ["outputs and nothing else", plan([], { output_changes: { a: output({}) } }), "dev: 1 output to change"],
  [
    "a secret output",
    plan([], {
      output_changes: { a: output({ after: SECRET, after_sensitive: true, before_sensitive: true }) },
    }),
    "dev: 1 output to change",
  ],
  [
    "an output that is known later",
    plan([], { output_changes: { a: output({ after: undefined, after_unknown: true }) } }),
    "dev: 1 output to change",
  ],
  [
    "a resource that is secret as a whole",
    plan([
      change(
        "aws_ssm_parameter.a",
        ["update"],
        {},
        { ...SENSITIVE, before_sensitive: true, after_sensitive: true },
      ),
    ]),
    "dev: 1 to change",
  ],
  [
    "a secret attribute",
    plan([
      change(
        "aws_ssm_parameter.a",
        ["update"],
        {},
        { ...SENSITIVE, before_sensitive: { value: true }, after_sensitive: { value: true } },
      ),
    ]),
    "dev: 1 to change",
  ],
  [
    "no maps of what is secret",
    plan([
      change(
        "aws_vpc.a",
        ["update"],
        {},
        {
          before_sensitive: undefined,
          after_sensitive: undefined,
          after_unknown: undefined,
          after: { name: "y" },
        },
      ),
    ]),
    "dev: 1 to change",
  ],
  [
    "secrets that only the old one had",
    plan([
      change(
        "aws_secretsmanager_secret_version.a",
        ["delete"],
        {},
        {
          before: { secret_string: SECRET },
          before_sensitive: { secret_string: true },
          after_sensitive: false,
        },
      ),
    ]),
    "dev: blocked, 1 to destroy",
  ],
  [
    "a secret variable",
    plan([change("aws_vpc.a", ["create"])], { variables: { password: { value: SECRET } } }),
    "dev: 1 to add",
  ],
  [
    "another provider's database",
    plan([
      change("google_sql_database_instance.a", ["delete"], {
        provider_name: "registry.terraform.io/hashicorp/google",
      }),
    ]),
    "dev: blocked, 1 to destroy",
  ],
  ["another provider's resource, new", plan([change("random_pet.a", ["create"])]), "dev: 1 to add"],
  [
    "two providers of one kind",
    plan([
      change("aws_s3_bucket.a", ["no-op"]),
      change("aws_s3_bucket.b", ["delete"], {
        provider_name: "registry.terraform.io/hashicorp/aws",
        provider_config_key: "aws.west",
      }),
    ]),
    "dev: blocked, 1 to destroy",
  ],
  [
    "a resource of which nothing is known",
    plan([
      change(
        "aws_vpc.a",
        ["create"],
        {},
        { after: {}, after_unknown: { id: true, tags: { a: true }, list: [{ b: true }, true] } },
      ),
    ]),
    "dev: 1 to add",
  ],
  [
    "only what happened outside",
    plan([change("aws_vpc.a", ["no-op"])], {
      resource_drift: [change("aws_vpc.a", ["update"], {}, { after: { name: "y" } })],
    }),
    "dev: no changes",
  ],
  [
    "an action",
    plan([change("aws_vpc.a", ["no-op"])], {
      action_invocations: [
        {
          address: "action.aws_sns_publish.a",
          type: "aws_sns_publish",
          name: "a",
          config_values: { message: SECRET },
          invoke_action_trigger: {},
        },
      ],
    }),
    "dev: 1 to run",
  ],
  [
    "the end of everything",
    plan([change("aws_vpc.a", ["delete"]), change("aws_s3_bucket.b", ["delete"])], {
      planned_values: { root_module: {} },
    }),
    "dev: blocked, 2 to destroy",
  ],
];

/** Plans that are refused, and the message of each. */
const REFUSED: readonly [what: string, plan: Json | object, message: string][] = [
  [
    "an old format, which does not say whether it is whole",
    { format_version: "1.0", resource_changes: [] },
    "this plan does not say whether it is complete: plan anew, with Terraform 1.11 or newer",
  ],
  ["targets", plan([], { complete: false }), "this plan is not complete"],
  [
    "deferred changes",
    plan([], {
      complete: false,
      deferred_changes: [
        { reason: "provider_config_unknown", resource_change: change("aws_vpc.a", ["create"]) },
      ],
    }),
    "this plan is not complete",
  ],
  [
    "a plan that failed",
    plan([change("aws_vpc.a", ["create"])], { errored: true, applyable: false }),
    "this plan is errored",
  ],
  [
    "a format of the future",
    plan([], { format_version: "2.0" }),
    "the plan has format 2.0, but only format 1.x is supported",
  ],
  [
    "no plan",
    { version: 4, resources: [] },
    "the plan has format undefined, but only format 1.x is supported",
  ],
];

const reviewed = (shape: object) =>
  reviewOfPlan({
    suffix: "dev",
    accountId: "123456789012",
    planJson: JSON.stringify(shape),
    configurationJson: "{}",
    traffic: { parameter: null, weights: {} },
    lock: undefined,
    allowed: [],
  });

describe("other people's plans", () => {
  it.each(SHAPES)("%s", (_what, shape, line) => {
    const review = reviewed(shape);
    const terminal = terminalReview(review, { columns: 1000, color: false });
    const texts = [terminal, comment(review, "sha256:0"), JSON.stringify(reviewJson(review))];
    expect(terminal.split("\n")[0]).toBe(line);
    for (const text of texts) expect(text).not.toContain(SECRET);
    expect(
      review.details.flatMap(({ differences }) => differences).filter(({ path }) => path === ""),
    ).toEqual([]);
    const { resource_changes = [] } = shape as { resource_changes?: readonly Foreign[] };
    const ending = resource_changes.filter((it) =>
      it.change.actions.some((action) => /delete|forget/.test(action)),
    );
    const destroyed = ending.filter((it) => it.change.actions[0] !== "forget");
    expect(review.losses.map(({ address }) => address).sort()).toEqual(
      destroyed.map(({ address }) => address).sort(),
    );
    for (const { address } of ending) {
      expect(terminal).toContain(address);
      expect(comment(review, "sha256:0")).toContain(address.replaceAll("&", "&amp;"));
    }
  });

  it.each(REFUSED)("are refused in a sentence: %s", (_what, shape, message) => {
    expect(() => reviewed(shape as object)).toThrow(message);
  });
});
