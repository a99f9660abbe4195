import { stackName } from "../naming/names";
import { attribute, type Json, type ResourceChange } from "../review/terraform-plan";
import { RefusedError } from "../terminal/refused";

const RULE = [
  "security_group_id",
  "ip_protocol",
  "from_port",
  "to_port",
  "referenced_security_group_id",
  "cidr_ipv4",
  "prefix_list_id",
];

/**
 * For each resource type, the attributes by which AWS recognizes a duplicate. A duplicate is another resource of this type that has the
 * same values of these attributes.
 *
 * A security group rule has no duplicate if the id of its security group is known only after the apply. In this case, Terraform creates the
 * security group, and a new security group has no rules.
 */
const MEANING: Readonly<Record<string, readonly string[]>> = {
  aws_rds_cluster_parameter_group: ["name"],
  aws_vpc_security_group_egress_rule: RULE,
  aws_vpc_security_group_ingress_rule: RULE,
};

/**
 * Refuses a plan that creates a security group rule or the database's parameter group, if the state has the same resource at another
 * Terraform address. Either AWS would refuse the duplicate, or Terraform would destroy the old rule first, so that the port would be closed
 * for a time.
 *
 * People move the resources with `terraform state mv`. The configuration has no `moved` blocks for these resources. A plan with a `moved`
 * block and a changed port would change the old rule to the new port. So the old port would be closed while tasks still listen on it.
 *
 * @param changes the changes of the plan
 * @param suffix the environment's suffix
 * @throws RefusedError with the `terraform state mv` commands that move the resources to their new addresses
 */
export function refuseRenamedRules(changes: readonly ResourceChange[], suffix: string): void {
  const meant = changes.filter(({ type }) => type in MEANING);
  const moves = meant
    .filter(({ change }) => change.before === null)
    .flatMap(({ address, type, change: { after } }) => {
      const old = meant.find((it) => it.type === type && isSame(MEANING[type], it.change.before, after));
      return old === undefined ? [] : `state mv ${old.address} ${address}`;
    })
    .map((move) => `terraform -chdir=cdktf.out/stacks/${stackName(suffix)} ${move}`);
  if (moves.length > 0) {
    throw new RefusedError(
      `the state has these resources at old addresses (docs/upgrading.md). Move them to their new addresses, and plan again:\n${moves.join("\n")}`,
    );
  }
}

const isSame = (meaning: readonly string[] | undefined, before: Json, after: Json): boolean =>
  meaning !== undefined &&
  typeof attribute(after, meaning[0] ?? "") === "string" &&
  meaning.every((name) => (attribute(before, name) ?? null) === (attribute(after, name) ?? null));
