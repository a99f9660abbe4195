import { PRODUCTION } from "../support/environments";
import { type Synthesized, synthesized } from "../support/synthesized";

const inZones = (zones: string, natGateways = "one-per-zone") =>
  synthesized({
    ...PRODUCTION,
    network: { natGateways, availabilityZones: [...zones].map((zone) => `us-east-1${zone}`) },
  });

/** The subnets of a zone, as what their range is made of. */
const rangesIn = (environment: Synthesized, zone: string) =>
  ["public", "private"].map(
    (kind) => environment.resource(`aws_subnet.network_${kind}_subnet_us_east_1${zone}`).cidr_block,
  );

describe("the zones of an environment", () => {
  it("are the same in any order", () => {
    for (const natGateways of ["one", "one-per-zone"]) {
      expect(inZones("cab", natGateways).json).toBe(inZones("abc", natGateways).json);
    }
  });

  it("have ranges of their own, one for each of the region's six", () => {
    const ranges = [...["a", "b", "c"].map((it) => rangesIn(inZones("abc"), it))];
    ranges.push(...["d", "e", "f"].map((it) => rangesIn(inZones("def"), it)));
    expect(ranges).toEqual(
      [0, 1, 2, 3, 4, 5].map((place) => [
        `\${cidrsubnet("10.0.0.0/16", 8, ${place})}`,
        `\${cidrsubnet("10.0.0.0/16", 4, ${place + 1})}`,
      ]),
    );
  });

  it("stay as they are when another one is left", () => {
    const [before, after] = [inZones("abc"), inZones("abd")];
    const ofZones = (environment: Synthesized) =>
      environment.addresses().filter((it) => /_us_east_1[ab](_|$)/.test(it) && !/alarm/.test(it));
    expect(ofZones(after)).toEqual(ofZones(before));
    for (const address of ofZones(before)) expect(after.resource(address)).toEqual(before.resource(address));
  });

  it("are left last: what leads to the internet goes after services and load balancer have gone from there", () => {
    const environment = inZones("abc");
    const ofZone = environment.addresses().filter((it) => /\.network_.*_us_east_1c$/.test(it));
    expect(ofZone).toHaveLength(8);
    expect(ofZone.filter((it) => environment.resource(it).lifecycle?.create_before_destroy !== true)).toEqual(
      [],
    );
  });

  it("keep the ranges that they have in what was deployed by an earlier version", () => {
    const subnets = inZones("abc").resources("aws_subnet");
    expect(subnets.map(([, { lifecycle }]) => lifecycle.ignore_changes)).toEqual(
      subnets.map(() => ["cidr_block"]),
    );
  });
});
