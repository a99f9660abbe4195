import { refuseWhatCannotChange } from "../../src/deploy/cannot-change";
import type { ResourceChange } from "../../src/review/terraform-plan";
import { RefusedError } from "../../src/terminal/refused";

const change = (type: string, actions: string, before: object | null, after: object | null) => ({
  type,
  change: { actions: actions.split("/"), before, after },
});
const plan = (...changes: object[]) => changes as ResourceChange[];

const ZONES = ["us-east-1c", "us-east-1a", "us-east-1b"];
const instance = (actions: string, zone: string) =>
  change("aws_rds_cluster_instance", actions, null, { availability_zone: zone });

const subnet = (kind: string, zone: string, actions: string, cidr_block: string) => {
  const it = { availability_zone: zone, cidr_block };
  const [before, after] = [actions.startsWith("create") ? null : it, actions === "delete" ? null : it];
  return {
    address: `aws_subnet.network_${kind}-subnet-${zone}`,
    ...change("aws_subnet", actions, before, after),
  };
};

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
        "network.cidrBlock: AWS cannot change the CIDR block of a VPC, and cannot move a database or load balancer to another VPC; how to do it: docs/runbooks/network.md",
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
          "network.availabilityZones: the database instances are in the two zones of the setting that are first in the alphabet. AWS cannot create an instance in us-east-1d, because the cluster's storage is only in us-east-1a, us-east-1b, us-east-1c; how to do it: docs/runbooks/network.md",
        ),
      );
    },
  );
});

describe("a zone's ranges", () => {
  const stays = subnet("public", "us-east-1a", "no-op", "10.0.0.0/24");

  it.each(["delete", "no-op", "update"])("are refused where another zone has them: %s", (actions) => {
    expect(() =>
      refuseWhatCannotChange(
        plan(
          stays,
          subnet("public", "us-east-1c", "create", "10.0.2.0/24"),
          subnet("private", "us-east-1c", "create", "10.0.48.0/20"),
          subnet("private", "us-east-1d", actions, "10.0.48.0/20"),
          subnet("public", "us-east-1d", actions, "10.0.2.0/24"),
        ),
      ),
    ).toThrow(
      new RefusedError(
        "network.availabilityZones: us-east-1c would get 10.0.2.0/24, which belongs to the subnet in us-east-1d (aws_subnet.network_public-subnet-us-east-1d); us-east-1c would get 10.0.48.0/20, which belongs to the subnet in us-east-1d (aws_subnet.network_private-subnet-us-east-1d), and AWS refuses a second subnet with the same CIDR block. This project decides the CIDR blocks by the zone's name: choose a zone whose CIDR blocks belong to no subnet, or deploy a second environment; how to do it: docs/runbooks/network.md",
      ),
    );
  });

  it.each<[string, ...object[]]>([
    ["by another zone that goes", subnet("public", "us-east-1d", "delete", "10.0.3.0/24")],
    ["by another one that is new as well", subnet("private", "us-east-1c", "create", "10.0.48.0/20")],
    ["where nobody knows the other's", change("aws_subnet", "no-op", {}, {})],
  ])("are accepted where they are free, %s", (_, other) => {
    const made = subnet("public", "us-east-1c", "create", "10.0.2.0/24");
    expect(() => refuseWhatCannotChange(plan(stays, made, { address: "other", ...other }))).not.toThrow();
  });

  it("are its own where its subnet is replaced", () => {
    const range = { availability_zone: "us-east-1c", cidr_block: "10.0.2.0/24" };
    const replaced = { address: "it", ...change("aws_subnet", "create/delete", range, range) };
    expect(() => refuseWhatCannotChange(plan(stays, replaced))).not.toThrow();
  });
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
    expect(() => refuseWhatCannotChange([])).not.toThrow();
  });
});
