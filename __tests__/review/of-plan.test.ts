import { reviewOfPlan } from "../../src/review/of-plan";
import type { Review } from "../../src/review/review";
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

/** The review where somebody is told at this address. */
const told = (endpoint: string): Review =>
  reviewOf({
    changes: [...LOST, changeOf("aws_sns_topic_subscription.x", null, { endpoint, topic_arn: "arn:x" })],
  });

it("is as strict with a secret in the plan as without", () => {
  const review = told("on-call@example.com");
  expect([review.verdict, review.blocking]).toEqual(["blocked", [CLUSTER]]);
  expect(warnings(review)).toHaveLength(1);
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
    traffic: { parameters: [], weights: {} },
    lock: undefined,
  };
  expect(() => reviewOfPlan({ ...planned, allowed: [CLUSTER] })).toThrow(
    "a value that is secret here is also a word of the plan",
  );
});
