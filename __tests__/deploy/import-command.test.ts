import { importCommand } from "../../src/deploy/import-command";
import type { Json } from "../../src/review/terraform-plan";

const planned = (address: string, after: Json) => ({
  address,
  type: address.split(".")[0] ?? "",
  change: {
    actions: ["create"],
    before: null,
    after,
    after_unknown: {},
    before_sensitive: false,
    after_sensitive: {},
  },
});

it.each([
  ["aws_iam_role.a", { name: "task-role-x1" }, "task-role-x1"],
  ["aws_cloudwatch_log_group.a", { name: "/ecs/x1" }, "/ecs/x1"],
  ["aws_route.a", { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0" }, "rtb-1_0.0.0.0/0"],
  [
    "aws_subnet.a",
    { vpc_id: "vpc-1", cidr_block: "10.0.48.0/20" },
    "$(aws ec2 describe-subnets --filters Name=vpc-id,Values=vpc-1 Name=cidr-block,Values=10.0.48.0/20 --query 'Subnets[].SubnetId' --output text)",
  ],
])("%s is imported by what is configured", (address, after, id) => {
  const changes = [planned("aws_iam_role.b", { name: "another" }), planned(address, after)];
  expect(importCommand(address, "x1", changes)).toBe(
    `terraform -chdir=cdktf.out/stacks/transaction-processing-x1 import ${address} ${id}`,
  );
});

it.each([
  ["a type whose ids AWS makes up", planned("aws_lb.a", { name: "load-balancer-x1" }), "aws_lb.a"],
  [
    "a value that is known after the apply",
    planned("aws_subnet.a", { cidr_block: "10.0.0.0/20" }),
    "aws_subnet.a",
  ],
  ["a resource that no plan has", planned("aws_iam_role.b", { name: "another" }), "aws_iam_role.a"],
])("nobody guesses the id of %s", (_, change, address) => {
  expect(importCommand(address, "x1", [change])).toMatch(new RegExp(` import ${address} <id>$`));
});
