import { refuseWhatCannotChange } from "../../src/deploy/cannot-change";
import { RefusedError } from "../../src/terminal/refused";

const change = (type: string, actions: string, before: object | null, after: object | null) => ({
  type,
  change: { actions: actions.split("/"), before, after },
});
const plan = (...resource_changes: object[]) => JSON.stringify({ resource_changes });

const ZONES = ["us-east-1c", "us-east-1a", "us-east-1b"];
const instance = (actions: string, zone: string) =>
  change("aws_rds_cluster_instance", actions, null, { availability_zone: zone });

it("a VPC whose creation was interrupted is made anew, with the same range: a first deployment goes on", () => {
  const vpc = { cidr_block: "10.0.0.0/16" };
  expect(() => refuseWhatCannotChange(plan(change("aws_vpc", "delete/create", vpc, vpc)))).not.toThrow();
});

describe("a plan is refused", () => {
  it.each(["create/delete", "delete/create"])("where the VPC is replaced: %s", (actions) => {
    expect(() =>
      refuseWhatCannotChange(
        plan(change("aws_vpc", actions, { cidr_block: "10.0.0.0/16" }, { cidr_block: "10.1.0.0/16" })),
      ),
    ).toThrow(
      new RefusedError(
        "network.cidrBlock: AWS does not change the range of a VPC, and database and load balancer do not move to another VPC; the way to do it: docs/runbooks/network.md",
      ),
    );
  });

  it.each(["no-op", "update"])(
    "where an instance would be in a zone without storage of the cluster: %s",
    (actions) => {
      const cluster = change("aws_rds_cluster", actions, { availability_zones: ZONES }, {});
      expect(() =>
        refuseWhatCannotChange(
          plan(cluster, instance("create", "us-east-1b"), instance("create", "us-east-1d")),
        ),
      ).toThrow(
        new RefusedError(
          "network.availabilityZones: the database's instances are in the first two zones by name, its storage is in us-east-1a, us-east-1b, us-east-1c, and AWS makes no instance in us-east-1d; the way to do it: docs/runbooks/network.md",
        ),
      );
    },
  );
});

describe("a plan is not refused", () => {
  it.each<[string, ...object[]]>([
    [
      "where there is nothing yet",
      change("aws_vpc", "create", null, {}),
      change("aws_rds_cluster", "create", null, {}),
    ],
    ["where all ends", change("aws_vpc", "delete", {}, null), change("aws_rds_cluster", "delete", {}, null)],
    [
      "where the cluster is replaced",
      change("aws_rds_cluster", "delete/create", { availability_zones: ZONES }, {}),
    ],
    [
      "where nobody knows the cluster's zones",
      change("aws_rds_cluster", "no-op", { availability_zones: null }, {}),
    ],
  ])("%s", (_, ...changes) => {
    expect(() =>
      refuseWhatCannotChange(
        plan(...changes, instance("create", "us-east-1d"), instance("no-op", "us-east-1e")),
      ),
    ).not.toThrow();
  });

  it("where it has no changes", () => {
    expect(() => refuseWhatCannotChange("{}")).not.toThrow();
  });
});
