import { attribute, goesAway, type ResourceChange } from "../review/terraform-plan";
import { RefusedError } from "../terminal/refused";

const WAY = "how to do it: docs/runbooks/network.md";

/**
 * Refuses three changes that AWS does not support in a running environment. An apply of such a change fails half-way.
 * - The CIDR block of the VPC changes.
 * - A new subnet gets the CIDR block of an existing subnet.
 * - A new database instance is in an Availability Zone in which the cluster has no storage.
 *
 * @param changes the changes of the plan
 * @throws RefusedError with the setting, the reason, and the runbook for the change
 */
export function refuseWhatCannotChange(changes: readonly ResourceChange[]): void {
  const changesOf = (type: string) => changes.filter((it) => it.type === type);
  // If the creation of a VPC was interrupted, Terraform marks the VPC as tainted. A plan may replace a tainted VPC by a VPC with the same
  // CIDR block, because nothing runs in the tainted VPC.
  const isOther = ({ change: { before, after } }: ResourceChange) =>
    after !== null && attribute(before, "cidr_block") !== attribute(after, "cidr_block");
  if (changesOf("aws_vpc").some((it) => goesAway(it) && isOther(it))) {
    throw new RefusedError(
      `network.cidrBlock: AWS cannot change the CIDR block of a VPC, and cannot move a database or load balancer to another VPC; ${WAY}`,
    );
  }
  refuseTakenRanges(changesOf("aws_subnet"));
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  const stays = changesOf("aws_rds_cluster").filter((it) => !goesAway(it));
  const storage = stays.flatMap(({ change }) => attribute(change.before, "availability_zones") ?? []).sort();
  const elsewhere = changesOf("aws_rds_cluster_instance")
    .filter(isMade)
    .flatMap(({ change }) => attribute(change.after, "availability_zone") ?? [])
    .filter((zone) => storage.length > 0 && !storage.includes(zone));
  if (elsewhere.length > 0) {
    throw new RefusedError(
      `network.availabilityZones: the database instances are in the two zones of the setting that are first in the alphabet. AWS cannot create an instance in ${elsewhere.join(" or ")}, because the cluster's storage is only in ${storage.join(", ")}; ${WAY}`,
    );
  }
}

/**
 * Refuses a new subnet with the same CIDR block as an existing subnet. Such a conflict is possible because earlier versions of this project
 * assigned CIDR blocks in the order of the Availability Zones, and existing subnets keep their CIDR blocks. A plan that destroys the
 * existing subnet is refused too, because Terraform creates the new subnet first.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
 */
function refuseTakenRanges(subnets: readonly ResourceChange[]): void {
  const taken = subnets.filter(isMade).flatMap(({ address, change: { after } }) => {
    const range = attribute(after, "cidr_block");
    const owner = subnets.find(
      (other) => other.address !== address && attribute(other.change.before, "cidr_block") === range,
    );
    const zone = owner && attribute(owner.change.before, "availability_zone");
    return zone === undefined
      ? []
      : `${attribute(after, "availability_zone")} would get ${range}, which belongs to the subnet in ${zone} (${owner?.address})`;
  });
  if (taken.length > 0) {
    throw new RefusedError(
      `network.availabilityZones: ${taken.join("; ")}, and AWS refuses a second subnet with the same CIDR block. This project decides the CIDR blocks by the zone's name: choose a zone whose CIDR blocks belong to no subnet, or deploy a second environment; ${WAY}`,
    );
  }
}

const isMade = ({ change }: ResourceChange): boolean => change.actions.includes("create");
