import { stackName } from "../naming/names";
import { attribute, type Json, type ResourceChange } from "../review/terraform-plan";
import { RefusedError } from "../terminal/refused";

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
 * Refuses a plan that creates a security group rule which already exists at another Terraform address: AWS refuses a second rule
 * of the same meaning, or the port is closed in between. A `moved` block does not help: where the port changes, it would turn the
 * old port's rule into the new port's.
 *
 * @param changes the changes of the plan
 * @param suffix the environment's suffix
 * @throws RefusedError with the commands that tell Terraform the new addresses
 */
export function refuseRenamedRules(changes: readonly ResourceChange[], suffix: string): void {
  const rules = changes.filter(({ type }) => /^aws_vpc_security_group_(in|e)gress_rule$/.test(type));
  const moves = rules
    .filter(({ change }) => change.before === null)
    .flatMap(({ address, type, change: { after } }) => {
      const old = rules.find((it) => it.type === type && isSame(it.change.before, after));
      return old === undefined ? [] : `state mv ${old.address} ${address}`;
    })
    .map((move) => `terraform -chdir=cdktf.out/stacks/${stackName(suffix)} ${move}`);
  if (moves.length > 0) {
    throw new RefusedError(
      `the firewall has these rules at other addresses (docs/upgrading.md). Tell Terraform the new ones, and plan again:\n${moves.join("\n")}`,
    );
  }
}

/** A security group that does not exist yet has no rules. */
const isSame = (before: Json, after: Json): boolean =>
  typeof attribute(after, "security_group_id") === "string" &&
  MEANING.every((name) => (attribute(before, name) ?? null) === (attribute(after, name) ?? null));
