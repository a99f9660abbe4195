import { comment } from "../../src/review/comment";
import { terminalReview } from "../../src/review/for-terminal";
import type { Review } from "../../src/review/review";
import type { Attributes, ResourceChange, TerraformPlan } from "../../src/review/terraform-plan";
import { RefusedError } from "../../src/terminal/refused";
import { changeOf, reviewOf, warnings } from "./made-up-plan";

const CLUSTER = "aws_rds_cluster.database_cluster";

/** A resource that is the same before and after, with further fields of the change. */
function standing(
  address: string,
  more: Partial<ResourceChange & ResourceChange["change"]> = {},
): ResourceChange {
  const { importing, actions, ...rest } = more;
  const { change, ...same } = changeOf(address, { name: "x" }, { name: "x" });
  return {
    ...same,
    ...rest,
    change: { ...change, ...(importing && { importing }), ...(actions && { actions }) },
  };
}

const forgotten = (address: string, before: Attributes = { name: "x" }): ResourceChange => {
  const { change, ...rest } = changeOf(address, before, null);
  return { ...rest, change: { ...change, actions: ["forget"] } };
};

const planned = (changes: readonly ResourceChange[], more: Partial<TerraformPlan> = {}): Review =>
  reviewOf({ changes, more: { applyable: false, ...more } });

/** The first lines of the review in a terminal, and the first line of the comment. */
const heads = (review: Review) => [
  ...terminalReview(review, { columns: 200, color: false }).split("\n").slice(0, 2),
  comment(review, "sha256:0").split("\n")[1],
];

const INVOCATION = {
  address: "action.aws_lambda_invoke.warm_up",
  type: "aws_lambda_invoke",
  name: "warm_up",
  provider_name: "registry.terraform.io/hashicorp/aws",
  config_values: { payload: "{}" },
  lifecycle_action_trigger: {
    triggering_resource_address: "aws_lb.kept",
    action_trigger_event: "AfterUpdate",
    action_trigger_block_index: 0,
    actions_list_index: 0,
  },
};

describe("there is something to apply, also where Terraform's own word for it were missing", () => {
  it("where a resource only moves", () => {
    const review = planned([standing("aws_lb.new", { previous_address: "aws_lb.old" })]);
    expect(review.verdict).toBe("changes");
    expect(heads(review)).toEqual([
      "dev: 1 to move",
      "No resource that holds data is destroyed.",
      "### ✏️ `dev`: 0 to add, 0 to change, 0 to replace, 0 to destroy, 1 to move",
    ]);
  });

  it("where a resource is only imported", () => {
    const review = planned([standing("aws_s3_bucket.logs", { importing: { id: "others-logs" } })]);
    expect(review.verdict).toBe("changes");
    expect(heads(review).slice(0, 1)).toEqual(["dev: 1 to import"]);
    expect(warnings(review)).toEqual([
      "aws_s3_bucket.logs is imported, which AWS knows as others-logs: the resource exists already; after the import, deployments change the resource, and a destroy deletes it",
    ]);
    expect(comment(review, "sha256:0")).toContain("← import aws_s3_bucket.logs (imported: others-logs)");
  });

  it("where a data source is read only while it is applied", () => {
    const read = { ...standing("data.aws_ami.one", { actions: ["read"] }), mode: "data" } as const;
    const review = planned([read]);
    expect([review.verdict, heads(review)[0]]).toEqual(["changes", "dev: 1 to read"]);
  });

  it("where an action runs, of which nobody knows what it does", () => {
    const review = planned([standing("aws_lb.kept")], { action_invocations: [INVOCATION] });
    expect(review.verdict).toBe("changes");
    expect(heads(review)).toEqual([
      "dev: 1 to run",
      "No resource that holds data is destroyed; the effect of the action is not known.",
      "### ⚠️ `dev`: 0 to add, 0 to change, 0 to replace, 0 to destroy, 1 to run",
    ]);
    expect(warnings(review)).toEqual([
      "the apply runs action.aws_lambda_invoke.warm_up (AfterUpdate of aws_lb.kept): a plan does not contain the effects of an action, so this review cannot say what the action does",
    ]);
  });
});

describe("what Terraform only forgets", () => {
  it("is not lost, and no longer anybody's: that is said where data is", () => {
    const review = planned([forgotten(CLUSTER)]);
    expect([review.verdict, review.forgotten]).toEqual(["changes", [CLUSTER]]);
    expect(heads(review)).toEqual([
      "dev: 1 to forget",
      "No resource that holds data is destroyed. 1 resource that holds data leaves Terraform's state and stays in AWS: no deploy changes it, and no destroy removes it.",
      "### ⚠️ `dev`: 0 to add, 0 to change, 0 to replace, 0 to destroy, 1 to forget",
    ]);
  });

  it("is said beside what is destroyed", () => {
    const review = reviewOf({
      changes: [forgotten(CLUSTER), forgotten("aws_kms_key.one"), changeOf("aws_s3_bucket.one", {}, null)],
      allowed: ["aws_s3_bucket.one"],
    });
    expect(heads(review)[1]).toBe(
      "1 resource loses data, as allowed. 2 resources that hold data leave Terraform's state and stay in AWS: no deploy changes them, and no destroy removes them.",
    );
    expect(review.ends).toBe(false);
  });

  it("and holds no data is nothing for the headline", () => {
    expect(heads(planned([forgotten("aws_lb.one")]))[1]).toBe("No resource that holds data is destroyed.");
  });
});

describe("what the configuration asserts", () => {
  const check = (status: string, ...problems: string[]) => ({
    address: { kind: "check", to_display: "check.health", name: "health" },
    status,
    instances: [
      { address: { to_display: "check.health" }, status, problems: problems.map((message) => ({ message })) },
    ],
  });

  it("and does not hold is a warning, with its reason", () => {
    const checks = [check("fail", "answers 503", "twice"), check("pass"), check("unknown"), check("error")];
    const review = planned([], { checks });
    expect(warnings(review)).toEqual([
      "the conditions of check.health do not hold: answers 503; twice",
      "the conditions of check.health do not hold",
    ]);
    expect(JSON.stringify(review.sections)).toContain("only the apply will show whether the conditions of ");
    expect(review.verdict).toBe("no changes");
  });

  it("leaves no green mark, also where nothing changes", () => {
    const head = (...checks: ReturnType<typeof check>[]) =>
      comment(planned([standing("aws_lb.kept")], { checks }), "sha256:0").split("\n")[1];
    expect(head(check("pass"), check("unknown"))).toBe("### ✅ `dev`: no changes");
    expect(head(check("pass"), check("fail"))).toBe("### ⚠️ `dev`: no changes");
  });
});

describe("a plan is refused", () => {
  it.each<[string, Partial<TerraformPlan>]>([
    ["deferred changes", { deferred_changes: [{ reason: "instance_count_unknown" }] }],
    ["deferred actions", { deferred_action_invocations: [{ reason: "deferred_prereq" }] }],
  ])("that says it is complete, and has %s", (_what, more) => {
    expect(() => planned([], more)).toThrow(RefusedError);
    expect(() => planned([], more)).toThrow("this plan is not complete");
  });

  it.each([[["renew"]], [["delete", "archive"]], [[]], [["delete", "create", "create"]]])(
    "that does what nobody here knows: %j",
    (actions) => {
      expect(() => planned([standing("aws_lb.one\u001b[2J", { actions })])).toThrow(
        `this plan does something that this project does not know: ${actions.join(", ")} of aws_lb.one\\u001b[2J`,
      );
    },
  );
});

describe("everything ends", () => {
  const GUARD = "aws_wafv2_web_acl.one";
  const destroyed = changeOf(GUARD, { name: "x" }, null);

  it("only where the plan itself holds nothing afterwards", () => {
    expect(planned([destroyed])).toMatchObject({ ends: true });
    expect(warnings(planned([destroyed]))).toEqual([]);
  });

  it.each<[string, Partial<TerraformPlan>]>([
    ["in the root", { planned_values: { root_module: { resources: [{ mode: "managed" }] } } }],
    [
      "in a module of a module",
      {
        planned_values: {
          root_module: { child_modules: [{ child_modules: [{ resources: [{ mode: "managed" }] }] }] },
        },
      },
    ],
    ["and nobody says that nothing does", { planned_values: undefined }] as unknown as [
      string,
      Partial<TerraformPlan>,
    ],
  ])("and not where something stays %s, whatever the actions are", (_where, more) => {
    const review = planned([destroyed], more);
    expect(review.ends).toBe(false);
    expect(warnings(review)).toEqual([`${GUARD}: is destroyed`]);
  });

  it("not where something only leaves the state, and not where nothing happens", () => {
    expect(warnings(planned([destroyed, forgotten("aws_lb.one")]))).toEqual([`${GUARD}: is destroyed`]);
    expect(planned([]).ends).toBe(false);
  });
});
