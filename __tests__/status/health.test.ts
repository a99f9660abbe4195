import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { RDSClient } from "@aws-sdk/client-rds";
import { grantsOf } from "../../src/constructs/access/matrix";
import { TEAM_ROLES } from "../../src/naming/team-roles";
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
    rds: refusing("rds"),
  });
  const aws = {
    cloudWatch: new CloudWatchClient(client),
    ecs: new ECSClient(client),
    elb: new ElasticLoadBalancingV2Client(client),
    logs: new CloudWatchLogsClient(client),
    rds: new RDSClient(client),
  } as unknown as HealthClients;
  let calledBefore = 0;
  const health = await healthOf(aws, configOf(EPHEMERAL, "x1"), () => {
    calledBefore = called.size; // a synth beside the calls would let them run into their time-outs
    return 1;
  });
  expect(calledBefore).toBe(called.size);
  expect(
    Object.entries(health)
      .filter(([, it]) => typeof it === "object" && "unseen" in it)
      .map(([name]) => name),
  ).toEqual(["url", "colors", "weights", "alarms", "release", "database"]);
  expect(called.size).toBeGreaterThan(3);
  for (const role of TEAM_ROLES.filter((it) => it !== "releaser")) {
    const may = grantsOf(role, "ephemeral").flatMap(({ actions }) => actions);
    expect(may).toEqual(expect.arrayContaining([...called]));
  }
});
