import { attribute, goesAway, type ResourceChange } from "../review/terraform-plan";
import { RefusedError } from "../terminal/refused";

const WAY = "the way to do it: docs/runbooks/network.md";

/**
 * Refuses a plan that AWS would stop half-way, because AWS does not make such a change in a running environment: another CIDR
 * block of the VPC, a subnet with the CIDR block of another subnet, and a database instance in a zone without the cluster's
 * storage.
 *
 * @param changes the changes of the plan
 * @throws RefusedError with the setting, the value in AWS, and the way to do it
 */
export function refuseWhatCannotChange(changes: readonly ResourceChange[]): void {
  const changesOf = (type: string) => changes.filter((it) => it.type === type);
  // A VPC whose creation was interrupted is replaced too, and nothing runs in that VPC yet.
  const isOther = ({ change: { before, after } }: ResourceChange) =>
    after !== null && attribute(before, "cidr_block") !== attribute(after, "cidr_block");
  if (changesOf("aws_vpc").some((it) => goesAway(it) && isOther(it))) {
    throw new RefusedError(
      `network.cidrBlock: AWS does not change the range of a VPC, and database and load balancer do not move to another VPC; ${WAY}`,
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
      `network.availabilityZones: the database's instances are in the first two zones by name, its storage is in ${storage.join(", ")}, and AWS makes no instance in ${elsewhere.join(" or ")}; ${WAY}`,
    );
  }
}

/**
 * Earlier versions assigned CIDR blocks by the order of the zones, and subnets keep their blocks, so a new zone's block may
 * belong to another zone's subnet. That subnet still has the block even if it is destroyed, because it is destroyed last.
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
      : `${attribute(after, "availability_zone")} gets ${range}, which the subnet of ${zone} has (${owner?.address})`;
  });
  if (taken.length > 0) {
    throw new RefusedError(
      `network.availabilityZones: ${taken.join("; ")}, and AWS makes no second subnet with a range: choose a zone whose ranges are free, or deploy a second environment; ${WAY}`,
    );
  }
}

const isMade = ({ change }: ResourceChange): boolean => change.actions.includes("create");
