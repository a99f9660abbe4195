import { changeOf, saidIn } from "./made-up-plan";
import { kept, replaced } from "./made-up-traffic";

const SUBNET = "aws_subnet.network_private_subnet_us_east_1c";
const gone = {
  subnet: changeOf(SUBNET, { id: "subnet-c", vpc_id: "vpc-1" }, null),
  table: changeOf("aws_route_table.network_private_route_table_us_east_1c", { id: "rtb-c" }, null),
  route: changeOf(
    "aws_route.network_private_route_us_east_1c",
    { id: "r-rtb-c1", route_table_id: "rtb-c" },
    null,
  ),
  association: changeOf(
    "aws_route_table_association.network_private_route_table_association_us_east_1c",
    { id: "rtbassoc-c", subnet_id: "subnet-c", route_table_id: "rtb-c" },
    null,
  ),
};
const said = (changes: Parameters<typeof saidIn>[0]["changes"]) =>
  saidIn({ changes: [kept("aws_lb.one", { name: "a" }), ...changes] }, "Interruptions");

describe("a zone that is left, in a VPC that stays", () => {
  it("is told by its subnet alone, which goes last, and not by the routes that nobody takes any more", () => {
    expect(said(Object.values(gone))).toEqual([
      `! ${SUBNET} is destroyed: AWS deletes a subnet only when nothing runs in it any more, so a database instance in the subnet is deleted first, and the tasks in the subnet are then replaced by tasks in the other zones; find out which database instance is the writer, and read docs/runbooks/network.md`,
    ]);
  });

  it.each([
    ["a route whose table stays", gone.route, gone.table, "no traffic reaches the destination of that route"],
    ["an association whose subnet stays", gone.association, gone.subnet, "the subnet falls back"],
  ])("is not what %s is taken for, whatever else goes", (_, change, owner, happens) => {
    const saidOf = (changes: Parameters<typeof said>[0]) =>
      said(changes)
        .filter((it) => it.includes(change.address))
        .join();
    expect(saidOf(Object.values(gone).filter((it) => it !== owner))).toContain(happens);
    expect(saidOf([change])).toContain(happens);
    expect(saidOf([change, owner])).toBe("");
  });
});

it("is told by the VPC alone, in which everything stops, where the VPC goes too", () => {
  const vpc = replaced("aws_vpc.network_vpc", { cidr_block: "10.0.0.0/16" }, { cidr_block: "10.1.0.0/16" });
  expect(said([vpc, ...Object.values(gone)])).toEqual([
    expect.stringMatching(
      /^! aws_vpc\.network_vpc is destroyed and then created again: everything in the VPC stops/,
    ),
  ]);
});
