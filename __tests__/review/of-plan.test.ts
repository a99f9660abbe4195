import { comment } from "../../src/review/comment";
import { terminalReview } from "../../src/review/for-terminal";
import { reviewOfPlan } from "../../src/review/of-plan";
import type { Review } from "../../src/review/review";
import type { TerraformPlan } from "../../src/review/terraform-plan";
import { RefusedError } from "../../src/terminal/refused";
import { changeOf, planOf, reviewOf, warnings } from "./made-up-plan";

const CLUSTER = "aws_rds_cluster.database_cluster";
const LOST = [
  changeOf(CLUSTER, { cluster_identifier: "one" }, null),
  changeOf("aws_vpc_security_group_ingress_rule.x", null, {
    cidr_ipv4: "0.0.0.0/0",
    ip_protocol: "tcp",
    from_port: 5432,
    to_port: 5432,
  }),
];

/** The review of a plan with a subscriber at the given address. */
const told = (endpoint: string): Review =>
  reviewOf({
    changes: [...LOST, changeOf("aws_sns_topic_subscription.x", null, { endpoint, topic_arn: "arn:x" })],
  });

it("is as strict with a secret in the plan as without", () => {
  const review = told("on-call@example.com");
  expect([review.verdict, review.blocking]).toEqual(["blocked", [CLUSTER]]);
  expect(warnings(review)).toHaveLength(2);
});

it.each(["aws_rds_cluster", "0.0.0.0/0", "security_group_ingress_rule"])(
  "is refused where hiding a secret would change what it says: %s",
  (word) => {
    expect(() => told(word)).toThrow(RefusedError);
  },
);

it("does not take an allowed loss for another because its address is hidden", () => {
  const planned = {
    suffix: "dev",
    accountId: "123456789012",
    planJson: planOf({
      resource_changes: [
        ...LOST,
        changeOf("aws_sns_topic_subscription.x", null, { endpoint: "database_cluster", topic_arn: "arn:x" }),
      ],
    }),
    configurationJson: "{}",
    traffic: { parameter: null, weights: {} },
    lock: undefined,
  };
  expect(() => reviewOfPlan({ ...planned, allowed: [CLUSTER] })).toThrow(
    "a secret value in this plan is the same text as another word of the plan",
  );
});

describe("what Terraform says of its own plan", () => {
  const reviewed = (more: Partial<TerraformPlan>): Review =>
    reviewOfPlan({
      suffix: "dev",
      accountId: "123456789012",
      planJson: planOf(more),
      configurationJson: "{}",
      traffic: { parameter: null, weights: {} },
      lock: undefined,
      allowed: [],
    });

  it.each([
    [
      { complete: false },
      "this plan is not complete: Terraform planned only a part of what is configured, because of -target",
    ],
    [{ errored: true }, "this plan is errored: Terraform gave up before it had planned everything"],
    [{ errored: true, complete: false }, "this plan is errored"],
    [
      { complete: undefined },
      "this plan does not say whether it is complete: plan anew, with Terraform 1.11 or newer",
    ],
    [{ errored: undefined }, "this plan does not say whether it is complete"],
  ])("refuses it where it is only a part: %j", (said, message) => {
    const refusal = () => reviewed({ resource_changes: LOST, ...(said as Partial<TerraformPlan>) });
    expect(refusal).toThrow(RefusedError);
    expect(refusal).toThrow(message);
  });

  it("is believed that there is something to do, where no resource changes", () => {
    expect(reviewed({}).verdict).toBe("no changes");
    expect(reviewed({ applyable: true }).verdict).toBe("changes");
    const same = changeOf("aws_lb.new", { name: "x" }, { name: "x" });
    const moved = reviewed({
      applyable: true,
      resource_changes: [{ ...same, previous_address: "aws_lb.old" }],
    });
    expect(moved.verdict).toBe("changes");
    expect(terminalReview(moved, { columns: 80, color: false }).split("\n")).toEqual([
      "dev: 1 to move",
      "No resource that holds data is destroyed.",
      "",
      "Changes",
      "  → move aws_lb.new (was aws_lb.old)",
      "",
      "Not looked for",
      "  listeners and listener rules made by hand were not looked for: this role may",
      "    not list listener rules",
    ]);
    expect(comment(moved, "sha256:0")).toContain("<summary>→ move aws_lb.new (was aws_lb.old)</summary>");
  });

  it("is not believed that there is nothing to do, where something changes", () => {
    expect(reviewed({ applyable: false, resource_changes: LOST }).verdict).toBe("blocked");
    const output = {
      actions: ["update"],
      before: "a",
      after: "b",
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
    };
    expect(reviewed({ applyable: false, output_changes: { url: output } }).verdict).toBe("changes");
  });
});
