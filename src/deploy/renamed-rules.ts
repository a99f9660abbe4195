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

/** The attributes by which AWS distinguishes resources of a type. The first is unknown where it cannot exist yet: a new security group has no rules. */
const MEANING: Readonly<Record<string, readonly string[]>> = {
  aws_rds_cluster_parameter_group: ["name"],
  aws_vpc_security_group_egress_rule: RULE,
  aws_vpc_security_group_ingress_rule: RULE,
};

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
      `AWS has these at other addresses of Terraform's (docs/upgrading.md). Tell Terraform the new ones, and plan again:\n${moves.join("\n")}`,
    );
  }
}

const isSame = (meaning: readonly string[] | undefined, before: Json, after: Json): boolean =>
  meaning !== undefined &&
  typeof attribute(after, meaning[0] ?? "") === "string" &&
  meaning.every((name) => (attribute(before, name) ?? null) === (attribute(after, name) ?? null));
