import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { RDSClient } from "@aws-sdk/client-rds";
import { grantsOf } from "../../src/constructs/access/matrix";
import { TEAM_ROLES } from "../../src/naming/team-roles";
import { gone } from "../../src/status/existence";
import type { HealthClients } from "../../src/status/health";
import { healthOf } from "../../src/status/health";
import { EPHEMERAL } from "../support/environments";
import { madeUpAws } from "../support/made-up-aws";
import { configOf } from "../support/synthesize";

it("what it calls is what every role of the team may call, and what is refused is said part by part", async () => {
  const called = new Set<string>();
  const refusing = (service: string) => (action: string) => {
    called.add(`${service}:${action}`);
    return { refused: "AccessDenied", message: `not authorized to perform: ${service}:${action}` };
  };
  const client = madeUpAws({
    monitoring: refusing("cloudwatch"),
    ecs: refusing("ecs"),
    elasticloadbalancing: refusing("elasticloadbalancing"),
    logs: refusing("logs"),
    rds: refusing("rds"),
  });
  const aws = {
    cloudWatch: new CloudWatchClient(client),
    ecs: new ECSClient(client),
    elb: new ElasticLoadBalancingV2Client(client),
    logs: new CloudWatchLogsClient(client),
    rds: new RDSClient(client),
    s3: { send: async () => Promise.reject(Object.assign(new Error(), { name: "NoSuchKey" })) },
  } as unknown as HealthClients;
  let calledBefore = 0;
  const health = await healthOf(aws, configOf(EPHEMERAL, "x1"), () => {
    calledBefore = called.size; // a synth beside the calls would let them run into their time-outs
    return { monthlyCost: 1, alarms: ["alarm-x"] };
  });
  expect(calledBefore).toBe(called.size);
  expect(
    Object.entries(health)
      .filter(([, it]) => typeof it === "object" && "unseen" in it)
      .map(([name]) => name),
  ).toEqual(["url", "colors", "weights", "targets", "alarms", "release", "database"]);
  expect(called.size).toBeGreaterThan(3);
  expect(called).toContain("logs:FilterLogEvents"); // without a release document, the history is read
  for (const role of TEAM_ROLES.filter((it) => it !== "releaser")) {
    const may = grantsOf(role, "ephemeral").flatMap(({ actions }) => actions);
    expect(may).toEqual(expect.arrayContaining([...called]));
  }
});

describe("what is read of the load balancer", () => {
  /** A load balancer, of which the calls in `missing` find nothing. */
  const seen = async (missing: Readonly<Record<string, string>>) => {
    const elb = {
      send: async ({ constructor: { name }, input }: { constructor: { name: string }; input: object }) => {
        const { Names = [] } = input as { Names?: string[] };
        const refused = [name, ...Names].map((it) => missing[it]).find((it) => it !== undefined);
        if (refused !== undefined) throw Object.assign(new Error("no"), { name: refused });
        if (name === "DescribeLoadBalancersCommand") return { LoadBalancers: [{ LoadBalancerArn: "lb" }] };
        if (name === "DescribeTargetGroupsCommand")
          return { TargetGroups: Names.map((it) => ({ TargetGroupArn: it, TargetGroupName: it })) };
        if (name === "DescribeTargetHealthCommand")
          return { TargetHealthDescriptions: [{ TargetHealth: { State: "healthy" } }, {}] };
        return { Listeners: [] };
      },
    };
    return healthOf({ elb } as unknown as HealthClients, configOf(EPHEMERAL, "x1"), () => {
      throw new Error("not asked");
    });
  };

  it("know a load balancer without a listener by the error that names it", async () =>
    expect(gone(await seen({})).map(({ sentence }) => sentence)).toContain(
      "the load balancer has no listener for requests",
    ));

  it("are the targets of each color, also where the other color has no target group", async () => {
    const { targets } = await seen({ "target-group-green-x1": "TargetGroupNotFoundException" });
    expect(targets).toEqual({ seen: { blue: { registered: 2, healthy: 1 }, green: "none" } });
  });

  it("is first whether it exists, because target groups are missing too where all is gone", async () => {
    const { weights } = await seen({
      DescribeLoadBalancersCommand: "LoadBalancerNotFoundException",
      DescribeTargetGroupsCommand: "TargetGroupNotFoundException",
    });
    expect(weights).toEqual({ unseen: "LoadBalancerNotFoundException: no" });
  });

  it("is no cost and no alarm where the settings cannot be read", async () => {
    const { monthlyCost, configuredAlarms } = await seen({});
    expect([monthlyCost, configuredAlarms]).toEqual(Array(2).fill({ unseen: "Error: not asked" }));
  });
});
