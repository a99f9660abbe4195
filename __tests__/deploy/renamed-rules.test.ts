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
    new RefusedError(`the firewall has these rules at other addresses (docs/upgrading.md). Tell Terraform the new ones, and plan again:
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
