import { RefusedError } from "../terminal/refused";

type Change = {
  address: string;
  type: string;
  change: {
    actions: string[];
    before: { availability_zones?: string[]; availability_zone?: string; cidr_block?: string } | null;
    after: { availability_zone?: string; cidr_block?: string } | null;
  };
};

const WAY = "the way to do it: docs/runbooks/network.md";

/**
 * Refuses a plan of what AWS does not change in a running environment, which would end half-way: another range of the VPC, a
 * subnet with the range of another subnet, and an instance of the database in a zone that has none of its storage.
 *
 * @param planJson what `terraform show -json` prints
 * @throws RefusedError naming the setting, what AWS has, and the way to do it
 */
export function refuseWhatCannotChange(planJson: string): void {
  const { resource_changes = [] } = JSON.parse(planJson) as { resource_changes?: Change[] };
  const changesOf = (type: string) =>
    resource_changes.filter((it) => it.type === type).map(({ change }) => change);
  // One whose creation was interrupted is replaced too, and nothing runs in it yet.
  const isOther = ({ before, after }: Change["change"]) => before?.cidr_block !== after?.cidr_block;
  if (changesOf("aws_vpc").some((it) => it.actions.length === 2 && isOther(it))) {
    throw new RefusedError(
      `network.cidrBlock: AWS does not change the range of a VPC, and database and load balancer do not move to another VPC; ${WAY}`,
    );
  }
  refuseTakenRanges(resource_changes.filter(({ type }) => type === "aws_subnet"));
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  const stays = changesOf("aws_rds_cluster").filter(({ actions }) => !actions.includes("delete"));
  const storage = stays.flatMap(({ before }) => before?.availability_zones ?? []).sort();
  const elsewhere = changesOf("aws_rds_cluster_instance")
    .filter(({ actions }) => actions.includes("create"))
    .flatMap(({ after }) => after?.availability_zone ?? [])
    .filter((zone) => storage.length > 0 && !storage.includes(zone));
  if (elsewhere.length > 0) {
    throw new RefusedError(
      `network.availabilityZones: the database's instances are in the first two zones by name, its storage is in ${storage.join(", ")}, and AWS makes no instance in ${elsewhere.join(" or ")}; ${WAY}`,
    );
  }
}

/**
 * Earlier versions gave ranges by the order of the zones, and subnets keep them, so a new zone's range may be another zone's. That one
 * has it still if it goes, since it goes last. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
 */
function refuseTakenRanges(subnets: readonly Change[]): void {
  const created = subnets.filter(({ change }) => change.actions.includes("create"));
  const taken = created.flatMap(({ address, change: { after } }) => {
    const owner = subnets.find(
      (other) => other.address !== address && other.change.before?.cidr_block === after?.cidr_block,
    );
    const zone = owner?.change.before?.availability_zone;
    return zone === undefined
      ? []
      : `${after?.availability_zone} gets ${after?.cidr_block}, which the subnet of ${zone} has (${owner?.address})`;
  });
  if (taken.length > 0) {
    throw new RefusedError(
      `network.availabilityZones: ${taken.join("; ")}, and AWS makes no second subnet with a range: choose a zone whose ranges are free, or deploy a second environment; ${WAY}`,
    );
  }
}
