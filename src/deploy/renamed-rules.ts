import { stackName } from "../naming/names";
import { attribute, type Json, type ResourceChange } from "../review/terraform-plan";
import { RefusedError } from "../terminal/refused";

/** Of a parameter group that the cluster uses, AWS makes no second one of its name, and deletes none. */
const PARAMETER_GROUP = "aws_rds_cluster_parameter_group";

/** The attributes by which AWS distinguishes rules of one direction. */
const MEANING = [
  "security_group_id",
  "ip_protocol",
  "from_port",
  "to_port",
  "referenced_security_group_id",
  "cidr_ipv4",
  "prefix_list_id",
];

/**
 * Refuses a plan that creates a security group rule, or the database's parameter group, which already exists at another Terraform
 * address: AWS refuses a second one of the same meaning or name, or the port is closed in between. A `moved` block does not help: where the port changes, it would turn the
 * old port's rule into the new port's.
 *
 * @param changes the changes of the plan
 * @param suffix the environment's suffix
 * @throws RefusedError with the commands that tell Terraform the new addresses
 */
export function refuseRenamedRules(changes: readonly ResourceChange[], suffix: string): void {
  const rules = changes.filter(
    ({ type }) => /^aws_vpc_security_group_(in|e)gress_rule$/.test(type) || type === PARAMETER_GROUP,
  );
  const moves = rules
    .filter(({ change }) => change.before === null)
    .flatMap(({ address, type, change: { after } }) => {
      const old = rules.find((it) => it.type === type && isSame(type, it.change.before, after));
      return old === undefined ? [] : `state mv ${old.address} ${address}`;
    })
    .map((move) => `terraform -chdir=cdktf.out/stacks/${stackName(suffix)} ${move}`);
  if (moves.length > 0) {
    throw new RefusedError(
      `AWS has these at other addresses of Terraform's (docs/upgrading.md). Tell Terraform the new ones, and plan again:\n${moves.join("\n")}`,
    );
  }
}

/** A security group that does not exist yet has no rules. */
const isSame = (type: string, before: Json, after: Json): boolean =>
  typeof attribute(after, type === PARAMETER_GROUP ? "name" : "security_group_id") === "string" &&
  (type === PARAMETER_GROUP ? ["name"] : MEANING).every(
    (name) => (attribute(before, name) ?? null) === (attribute(after, name) ?? null),
  );
