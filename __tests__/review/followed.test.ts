import type { Attributes, ResourceChange } from "../../src/review/terraform-plan";
import { changeOf, reviewOf, saidIn } from "./made-up-plan";
import { replaced } from "./made-up-traffic";

const said = (...changes: readonly ResourceChange[]) => saidIn({ changes }, "Safeguards");

describe("an alarm whose threshold follows the database's capacity", () => {
  const ADDRESS = "aws_cloudwatch_metric_alarm.connections";
  const alarm = (metric_name: string, threshold: number): Attributes => ({
    metric_name,
    threshold,
    comparison_operator: metric_name === "FreeableMemory" ? "LessThanThreshold" : "GreaterThanThreshold",
    dimensions: { DBClusterIdentifier: "one" },
  });
  const cluster = (min_capacity: number, max_capacity: number) => ({
    cluster_identifier: "one",
    serverlessv2_scaling_configuration: [{ min_capacity, max_capacity }],
  });
  const scaled = changeOf("aws_rds_cluster.x", cluster(0.5, 2), cluster(2, 16));
  const connections = (after: number) =>
    changeOf(ADDRESS, alarm("DatabaseConnections", 320), alarm("DatabaseConnections", after));

  it("is no weaker where it is the same share of what the capacity allows", () => {
    expect(said(scaled, connections(2688))).toEqual([
      `${ADDRESS}: threshold: 320 → 2688, because the database's capacity changes; the threshold remains 80 % of the connections that the capacity allows`,
    ]);
    const less = changeOf("aws_rds_cluster.x", cluster(2, 16), cluster(2, 4));
    const memory = changeOf(ADDRESS, alarm("FreeableMemory", 1717986918), alarm("FreeableMemory", 429496730));
    expect(said(less, memory)).toEqual([
      `${ADDRESS}: threshold: 1717986918 → 429496730, because the database's capacity changes; the threshold remains 5 % of the memory that the capacity allows`,
    ]);
  });

  it.each<[string, readonly ResourceChange[]]>([
    ["is a larger share", [scaled, connections(3024)]],
    ["changes without the capacity", [connections(2688)]],
    [
      "is of another cluster",
      [changeOf("aws_rds_cluster.y", { cluster_identifier: "two" }, {}), connections(2688)],
    ],
    [
      "is of what no capacity decides",
      [scaled, changeOf(ADDRESS, alarm("Deadlocks", 320), alarm("Deadlocks", 2688))],
    ],
  ])("is warned of where it %s", (_, changes) => {
    expect(said(...changes)).toEqual([
      expect.stringMatching(
        /^! aws_cloudwatch_metric_alarm\.connections: threshold: 320 → \d+: the alarm goes to ALARM later, or never$/,
      ),
    ]);
  });
});

describe("an alarm on the sum over gateways", () => {
  const ADDRESS = "aws_cloudwatch_metric_alarm.nat";
  const query = (id: string): Attributes => ({
    id,
    expression: "",
    metric: [{ metric_name: "ErrorPortAllocation", stat: "Sum", dimensions: { NatGatewayId: `nat-${id}` } }],
  });
  const alarm = (
    ids: readonly string[],
    expression = `SUM([${ids.join(", ")}])`,
    comparison = "GreaterThanThreshold",
  ) => ({
    comparison_operator: comparison,
    metric_query: [{ id: "errors", expression, metric: [] }, ...ids.map(query)],
  });
  const [ONE, THREE] = [alarm(["n1"]), alarm(["n1", "n2", "n3"])];
  const gone = ["n2", "n3"].map((id) => changeOf(`aws_nat_gateway.${id}`, { id: `nat-${id}` }, null));
  const ofAlarm = (changes: readonly ResourceChange[]) =>
    said(...changes).filter((it) => it.includes(ADDRESS));

  it("watches no less when it sums over more, nor when it leaves out those that go", () => {
    expect(ofAlarm([changeOf(ADDRESS, ONE, THREE)])).toEqual([]);
    expect(ofAlarm([changeOf(ADDRESS, THREE, ONE), ...gone])).toEqual([]);
    const { sections } = reviewOf({ changes: [changeOf(ADDRESS, ONE, THREE)] });
    expect(sections.map(({ title }) => title)).not.toContain("Not judged");
  });

  it.each<[string, readonly ResourceChange[]]>([
    ["one that stays is left out", [changeOf(ADDRESS, THREE, ONE), ...gone.slice(1)]],
    [
      "one that is replaced is left out",
      [changeOf(ADDRESS, THREE, ONE), ...gone.slice(1), replaced("aws_nat_gateway.n2", { id: "nat-n2" }, {})],
    ],
    ["it is no longer a sum", [changeOf(ADDRESS, ONE, alarm(["n1", "n2", "n3"], "MIN([n1, n2, n3])"))]],
    ["it is a product of one", [changeOf(ADDRESS, ONE, alarm(["n1", "n2"], "SUM([n1, n2]) * 0"))]],
    [
      "less of it is worse",
      [
        changeOf(
          ADDRESS,
          alarm(["n1"], undefined, "LessThanThreshold"),
          alarm(["n1", "n2"], undefined, "LessThanThreshold"),
        ),
      ],
    ],
    [
      "what it sums changes",
      [
        changeOf(ADDRESS, ONE, {
          ...THREE,
          metric_query: THREE.metric_query.map((it) => (it.id === "n1" ? query("other") : it)),
        }),
      ],
    ],
  ])("is warned of where %s", (_, changes) => {
    expect(ofAlarm(changes).filter((it) => it.startsWith("! "))).not.toEqual([]);
  });
});
