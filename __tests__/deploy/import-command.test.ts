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
  ["ingress", { referenced_security_group_id: "sg-2" }, 'ReferencedGroupInfo.GroupId==`"sg-2"`'],
  ["egress", { cidr_ipv4: "10.0.0.0/16" }, 'CidrIpv4==`"10.0.0.0/16"`'],
  ["egress", { prefix_list_id: "pl-1" }, 'PrefixListId==`"pl-1"`'],
])("a security group's %s rule is imported by direction, port and peer: %j", (direction, peer, query) => {
  const address = `aws_vpc_security_group_${direction}_rule.a`;
  const change = planned(address, { security_group_id: "sg-1", from_port: 8080, ...peer });
  const chosen = `IsEgress==\`${direction === "egress"}\`&&FromPort==\`8080\`&&${query}`;
  expect(importCommand(address, "x1", [change])).toBe(
    `terraform -chdir=cdktf.out/stacks/transaction-processing-x1 import ${address} $(aws ec2 describe-security-group-rules --filters Name=group-id,Values=sg-1 --query 'SecurityGroupRules[?${chosen}].SecurityGroupRuleId' --output text)`,
  );
});

it.each([
  ["a type whose ids AWS makes up", planned("aws_lb.a", { name: "load-balancer-x1" }), "aws_lb.a"],
  [
    "a value that is known after the apply",
    planned("aws_subnet.a", { cidr_block: "10.0.0.0/20" }),
    "aws_subnet.a",
  ],
  [
    "a rule whose peer is known after the apply",
    planned("aws_vpc_security_group_egress_rule.a", { security_group_id: "sg-1", from_port: 8080 }),
    "aws_vpc_security_group_egress_rule.a",
  ],
  ["a resource that no plan has", planned("aws_iam_role.b", { name: "another" }), "aws_iam_role.a"],
])("nobody guesses the id of %s", (_, change, address) => {
  expect(importCommand(address, "x1", [change])).toMatch(new RegExp(` import ${address} <id>$`));
});
