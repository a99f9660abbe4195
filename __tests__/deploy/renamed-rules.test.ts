import { refuseRenamedRules } from "../../src/deploy/renamed-rules";
import type { ResourceChange } from "../../src/review/terraform-plan";
import { RefusedError } from "../../src/terminal/refused";

const rule = (direction: string, name: string, before: object | null, after: object | null) => ({
  address: `aws_vpc_security_group_${direction}_rule.firewall_${name}_${direction}`,
  type: `aws_vpc_security_group_${direction}_rule`,
  change: { before, after },
});
const calls = (port: number, group = "sg-1", peer = "sg-2") => ({
  security_group_id: group,
  ip_protocol: "tcp",
  from_port: port,
  to_port: port,
  referenced_security_group_id: peer,
});
const refuse = (...changes: object[]) => refuseRenamedRules(changes as ResourceChange[], "prod");

const renamed = (direction: string) => [
  rule(direction, "alb_to_tasks", { ...calls(8080), cidr_ipv4: null }, null),
  rule(direction, "alb_to_tasks_8080", null, calls(8080)),
];

it("rules that are there at other addresses are refused, with the commands that tell Terraform the new ones", () => {
  expect(() => refuse(...renamed("egress"), ...renamed("ingress"))).toThrow(
    new RefusedError(`the state has these resources at old addresses (docs/upgrading.md). Move them to their new addresses, and plan again:
terraform -chdir=cdktf.out/stacks/transaction-processing-prod state mv aws_vpc_security_group_egress_rule.firewall_alb_to_tasks_egress aws_vpc_security_group_egress_rule.firewall_alb_to_tasks_8080_egress
terraform -chdir=cdktf.out/stacks/transaction-processing-prod state mv aws_vpc_security_group_ingress_rule.firewall_alb_to_tasks_ingress aws_vpc_security_group_ingress_rule.firewall_alb_to_tasks_8080_ingress`),
  );
});

it("the old address that becomes another port's in the same plan is refused too: its rule is the new address's", () => {
  const [, made] = renamed("ingress");
  expect(() => refuse(rule("ingress", "alb_to_tasks", calls(8080), calls(9898)), { ...made })).toThrow(
    "state mv",
  );
});

it.each<[string, object | null, object | null]>([
  ["another port", calls(9898), calls(8080)],
  ["another group", calls(8080), calls(8080, "sg-3")],
  ["another peer", calls(8080), calls(8080, "sg-1", "sg-3")],
  ["a group that is not there yet", { from_port: 8080 }, { from_port: 8080 }],
])("a rule of %s is a new one", (_, before, after) => {
  expect(() =>
    refuse(rule("ingress", "old", before, null), rule("ingress", "new", null, after)),
  ).not.toThrow();
});

it("a rule that is made anew at its own address, and one of the other direction, are not renamed", () => {
  expect(() =>
    refuse(rule("ingress", "it", calls(8080), calls(8080)), rule("egress", "it", null, calls(8080))),
  ).not.toThrow();
});

it("a parameter group that is there at another address is refused too; one of another major version is not", () => {
  const group = (id: string, before: string | null, after: string | null) => {
    const named = (name: string | null) => (name === null ? null : { name });
    const address = `aws_rds_cluster_parameter_group.database_${id}`;
    return {
      address,
      type: "aws_rds_cluster_parameter_group",
      change: { before: named(before), after: named(after) },
    };
  };
  expect(() =>
    refuse(group("parameter_group", "g-17", null), group("parameter_group_17", null, "g-17")),
  ).toThrow(
    "state mv aws_rds_cluster_parameter_group.database_parameter_group aws_rds_cluster_parameter_group.database_parameter_group_17",
  );
  expect(() =>
    refuse(group("parameter_group", "g-16", null), group("parameter_group_17", null, "g-17")),
  ).not.toThrow();
});
