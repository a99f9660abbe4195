import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CostItem, monthlyCosts } from "../../src/review/costs";
import { plain } from "../../src/review/text";
import { EPHEMERAL, PRODUCTION } from "../support/environments";
import type { Overrides } from "../support/synthesize";
import { synthesized } from "../support/synthesized";
import { changeOf, reviewOf } from "./made-up-plan";
import { reviewed } from "./recorded/recordings";

const README = readFileSync(join(__dirname, "../../README.md"), "utf8");

/** The beginning of each item's row in README.md. */
const ROWS: Readonly<Record<CostItem, string>> = {
  "Fargate tasks": "Fargate,",
  "Aurora at minimum capacity": "Aurora,",
  "NAT gateways": "NAT gateways",
  "load balancer": "load balancer",
  "public IPv4 addresses": "public IPv4 addresses",
  "interface endpoints": "interface endpoints",
  WAF: "WAF:",
  "KMS key": "KMS key",
  "alarms and dashboard": "alarms (",
};

function costsOf(overrides: Overrides): ReadonlyMap<CostItem, number> {
  const { document } = synthesized(overrides);
  const resources: Record<string, Record<string, object>> = document.resource;
  return monthlyCosts(
    Object.entries(resources).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, values]) => ({
        address: `${type}.${name}`,
        type,
        values: JSON.parse(JSON.stringify(values)),
      })),
    ),
  );
}

/** The dollars in a row of README.md for a profile; 0 if the row says that there are none. */
function said(row: string, profile: 0 | 1): number {
  const line = README.split("\n").find((it) => it.startsWith(`| ${row}`)) ?? "";
  const cell = line.split("|").map((it) => it.replaceAll("*", "").trim())[3 + profile] ?? "no row";
  return cell === "-" ? 0 : Number(/^\d+/.exec(cell)?.[0] ?? Number.NaN);
}

describe("the fixed costs of a month", () => {
  it.each([
    ["ephemeral", EPHEMERAL, 0],
    ["production", PRODUCTION, 1],
  ] as const)("are what README.md says of %s", (_name, overrides, profile) => {
    const costs = costsOf(overrides);
    const rows = Object.entries(ROWS) as [CostItem, string][];
    expect(rows.map(([item, row]) => [item, said(row, profile)])).toEqual(
      rows.map(([item]) => [item, Math.round(costs.get(item) ?? 0)]),
    );
    const sum = [...costs.values()].reduce((all, it) => all + it, 0);
    expect(Math.abs(said("**sum for a month**", profile) - sum)).toBeLessThanOrEqual(1);
  });

  const sentences = (name: string) =>
    reviewed(name)
      .sections.filter(({ title }) => title === "Monthly cost")
      .flatMap(({ findings }) => findings.map(({ sentence }) => plain(sentence)));

  it("are said of a first deployment, although its subnets are still to be made", () => {
    expect(sentences("first-deployment")).toEqual([
      expect.stringMatching(
        /^the fixed costs rise by about \d+ US dollars a month, from 0 to \d+ \(Fargate tasks \+288, Aurora at minimum capacity \+88, NAT gateways \+33, load balancer \+16, public IPv4 addresses \+15, alarms and dashboard \+\d+\); not counted: data transfer, requests, logs, storage, backups, tasks above their minimum number, and database capacity above its minimum; README\.md has the prices$/,
      ),
    ]);
  });

  it("are said as less where all ends, and not at all where nothing of them changes", () => {
    expect(sentences("destroy")).toEqual([
      expect.stringMatching(/^the fixed costs fall by about \d+ US dollars a month, from \d+ to 0 /),
    ]);
    expect(sentences("image-change")).toEqual([]);
    expect(sentences("database-replacement")).toEqual([]);
  });

  it("follow the fewest tasks, their size, and the least capacity of the database", () => {
    const said = (...changes: readonly ReturnType<typeof changeOf>[]) => {
      const found = reviewOf({ changes }).sections.find(({ title }) => title === "Monthly cost");
      return found?.findings.map(({ sentence }) => plain(sentence).split(");")[0]);
    };
    const task = { cpu: "2048", memory: "4096" };
    const definition = (after: object) =>
      changeOf("aws_ecs_task_definition.blue_task_task_definition", task, { ...task, ...after });
    const target = (tasks: number) =>
      changeOf("aws_appautoscaling_target.blue_scaling", { min_capacity: 2 }, { min_capacity: tasks });
    // 2 vCPU and 4 GB cost 72 dollars a month, as in README.md.
    expect(said(definition({}), target(3))).toEqual([
      "the fixed costs rise by about 72 US dollars a month, from 144 to 216 (Fargate tasks +72",
    ]);
    expect(said(definition({ cpu: "1024", memory: "2048" }), target(2))).toEqual([
      "the fixed costs fall by about 72 US dollars a month, from 144 to 72 (Fargate tasks -72",
    ]);
    const cluster = (least: number) => ({ serverlessv2_scaling_configuration: [{ min_capacity: least }] });
    const instance = changeOf("aws_rds_cluster_instance.a", { id: "a" }, { id: "a" });
    expect(said(changeOf("aws_rds_cluster.x", cluster(0.5), cluster(2)), instance)).toEqual([
      "the fixed costs rise by about 131 US dollars a month, from 44 to 175 (Aurora at minimum capacity +131",
    ]);
    expect(said(definition({}), target(2))).toBeUndefined();
    const gateway = changeOf("aws_nat_gateway.x", { id: "a" }, null);
    expect(said(gateway, changeOf("aws_rds_cluster.x", cluster(0), cluster(0.375)), instance)).toEqual([
      "the fixed costs stay the same, from 33 to 33 (NAT gateways -33, Aurora at minimum capacity +33",
    ]);
  });

  it("go on for what Terraform only forgets", () => {
    const gateway = changeOf("aws_nat_gateway.x", { id: "a" }, null);
    const forgotten = { ...gateway, change: { ...gateway.change, actions: ["forget"] } };
    expect(reviewOf({ changes: [forgotten] }).sections.map(({ title }) => title)).not.toContain(
      "Monthly cost",
    );
    expect(reviewOf({ changes: [gateway] }).sections.map(({ title }) => title)).toContain("Monthly cost");
  });
});
