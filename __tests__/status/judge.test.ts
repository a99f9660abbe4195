import type { Health } from "../../src/status/health";
import { judge } from "../../src/status/judge";
import { page } from "../../src/status/page";
import { HEALTHY } from "./made-up-health";

const with_ = (over: Partial<Health>): Health => ({ ...HEALTHY, ...over });
const CPU = "alarm-database-cpu-prod";
const AT_BLUE: Partial<Health> = {
  weights: { seen: { blue: 100, green: 0 } },
  controller: { seen: { phase: "idle", want: 0 } },
};
const phase = (it: "back" | "stuck" | "foreign" | "held", problem: string) =>
  with_({ controller: { seen: { phase: it, want: 0, problem } } });
const runs = (over: object) =>
  with_({
    ...AT_BLUE,
    colors: { seen: { blue: { desired: 2, running: 2, pending: 0, image: "a:1", ...over }, green: "none" } },
  });

it("an environment is well where nothing is wrong and everything was seen", () =>
  expect(judge(HEALTHY)).toEqual({ kind: "healthy", wrong: [], unseen: [] }));

it.each<[string, Health, string]>([
  ["an alarm", with_({ alarms: { seen: { "alarm-x": "ALARM" } } }), "alarm-x is in ALARM"],
  [
    "a stuck release",
    phase("stuck", "STUCK: x"),
    "STUCK: x - to see what to do: npm run release -- status --suffix prod",
  ],
  [
    "a rollback",
    phase("back", "NOT ROLLED BACK: x"),
    "NOT ROLLED BACK: x - to see what to do: npm run release -- status --suffix prod",
  ],
  [
    "a foreign move",
    phase("foreign", "FOREIGN: x"),
    "FOREIGN: x - to see what to do: npm run release -- status --suffix prod",
  ],
  [
    "a move without the controller",
    phase("held", "HELD: x"),
    "HELD: x - to see what to do: npm run release -- status --suffix prod",
  ],
  [
    "weights that the controller does not want",
    with_({ controller: { seen: { phase: "idle", want: 0 } } }),
    "the listener has blue 80 %, green 20 %, but the release controller wants blue 100 %, green 0 % - to see what to do: npm run release -- status --suffix prod",
  ],
  [
    "traffic without targets",
    with_({
      targets: { seen: { blue: { registered: 0, healthy: 0 }, green: { registered: 2, healthy: 2 } } },
    }),
    "80 % of the requests FAIL NOW: blue has no targets, so the load balancer answers 503",
  ],
  [
    "traffic without a healthy target",
    with_({
      targets: { seen: { blue: { registered: 2, healthy: 0 }, green: { registered: 2, healthy: 2 } } },
    }),
    "80 % of the requests may fail now: none of blue's 2 targets is healthy",
  ],
  [
    "alarms that were deleted",
    with_({ configuredAlarms: { seen: [CPU, "alarm-database-memory-prod"] } }),
    "alarms that this checkout configures do not exist in AWS (deleted, or not deployed yet): alarm-database-memory-prod",
  ],
  [
    "alarms of the team that nobody has created",
    with_({ configuredAlarms: { seen: [CPU, "duplicate-payments/prod"] } }),
    "release.alarms names alarms that do not exist in AWS, and the team creates these: duplicate-payments/prod",
  ],
  [
    "a load balancer that was deleted",
    with_({ weights: { unseen: "LoadBalancerNotFoundException: no" } }),
    "the load balancer does not exist",
  ],
  [
    "a listener that was deleted",
    with_({ weights: { unseen: "Error: load-balancer-prod has no listener for requests" } }),
    "the load balancer has no listener for requests",
  ],
  [
    "a target group that was deleted",
    with_({ targets: { seen: { blue: "none", green: { registered: 2, healthy: 2 } } } }),
    "blue has no target group",
  ],
  [
    "a database that was deleted",
    with_({ database: { unseen: "DBClusterNotFoundFault: no" } }),
    "the database cluster does not exist",
  ],
  [
    "an ECS cluster that was deleted",
    with_({ colors: { unseen: "ClusterNotFoundException: no" } }),
    "the ECS cluster does not exist",
  ],
  ["no alarms at all", with_({ alarms: { seen: {} } }), "the environment has no alarms"],
  ["too few tasks", runs({ running: 1 }), "blue runs 1 of 2 tasks, and gets 100 % of the requests"],
  [
    "no task of a color with requests",
    runs({ running: 0, desired: 0 }),
    "blue runs 0 of 0 tasks, and gets 100 % of the requests",
  ],
  ["a deployment that failed", runs({ rollout: "FAILED" }), "the newest deployment of blue failed"],
  ["a color without a service", runs({}), "green has no service"],
  ["no weights", with_({ weights: { seen: "none" } }), "the listener forwards to no color"],
  [
    "the cluster",
    with_({
      database: {
        seen: { status: "stopped", members: [{ name: "a", role: "writer", status: "available" }] },
      },
    }),
    "the database cluster is stopped",
  ],
  [
    "an instance",
    with_({
      database: { seen: { status: "available", members: [{ name: "a", role: "writer", status: "failed" }] } },
    }),
    "a, the database's writer, is failed",
  ],
  [
    "no writer",
    with_({ database: { seen: { status: "available", members: [] } } }),
    "the database has no writer",
  ],
])("what is wrong is said: %s", (_what, health, sentence) => {
  const verdict = judge(health);
  expect([verdict.kind, verdict.wrong]).toEqual(["wrong", expect.arrayContaining([sentence])]);
});

it("alarms on requests without data and a color that is scaled to nothing without requests are not wrong", () => {
  const health = with_({
    ...AT_BLUE,
    alarms: { seen: { "alarm-green-p99-latency-prod": "INSUFFICIENT_DATA", [CPU]: "OK" } },
    configuredAlarms: { seen: [CPU] },
    colors: {
      seen: {
        blue: { desired: 2, running: 2, pending: 0, image: "a:1" },
        green: { desired: 0, running: 0, pending: 0, image: "a:2" },
      },
    },
  });
  expect(judge(health).kind).toBe("healthy");
});

it("an alarm that needs no requests and has no data detects nothing, which is no good news", () =>
  expect(
    judge(with_({ alarms: { seen: { [CPU]: "INSUFFICIENT_DATA" } }, configuredAlarms: { seen: [CPU] } })),
  ).toEqual({
    kind: "unseen",
    wrong: [],
    unseen: [`alarms: no data (INSUFFICIENT_DATA), so they detect nothing at present: ${CPU}`],
  }));

it.each(["shifting", "baking", "paused", "settling"] as const)(
  "a release in the phase %s is not wrong",
  (it) => expect(judge(with_({ controller: { seen: { phase: it, want: 40 } } })).kind).toBe("healthy"),
);

it("what cannot be seen is no good news, and its reason names the call", () => {
  const unseen = "AccessDenied: User: x is not authorized to perform: cloudwatch:DescribeAlarms";
  const verdict = judge(with_({ alarms: { unseen } }));
  expect(verdict).toEqual({ kind: "unseen", wrong: [], unseen: [`alarms: ${unseen}`] });
  expect(page(with_({ alarms: { unseen } }), verdict, 100)).toContain("cloudwatch:DescribeAlarms");
});

const NOTHING: Partial<Health> = {
  colors: { unseen: "ClusterNotFoundException: Cluster not found." },
  weights: { unseen: "LoadBalancerNotFoundException: not found" },
  targets: { seen: { blue: "none", green: "none" } },
  database: { unseen: "DBClusterNotFoundFault: no" },
  alarms: { seen: { "duplicate-payments/prod": "OK" } }, // not made by the deployment
};

describe("nothing is deployed", () => {
  it("only where AWS says so of all that would be there", () =>
    expect(judge(with_(NOTHING)).kind).toBe("nothing"));

  it("also where ECS still describes the deleted cluster", () =>
    expect(judge(with_({ ...NOTHING, colors: { seen: { blue: "none", green: "none" } } })).kind).toBe(
      "nothing",
    ));

  it("is not known where a part cannot be read", () => {
    const { kind, unseen } = judge(with_({ ...NOTHING, database: { unseen: "AccessDenied: no" } }));
    expect([kind, unseen]).toEqual(["unseen", expect.arrayContaining(["the database: AccessDenied: no"])]);
  });

  it.each<[string, Partial<Health>]>([
    ["alarms", { alarms: HEALTHY.alarms }],
    ["a target group", { targets: { seen: { blue: { registered: 0, healthy: 0 }, green: "none" } } }],
    ["a load balancer without target groups", { weights: { unseen: "TargetGroupNotFoundException: no" } }],
    [
      "a load balancer without a listener",
      { weights: { unseen: "Error: lb-prod has no listener for requests" } },
    ],
    ["a database", { database: HEALTHY.database }],
    ["a service", { colors: HEALTHY.colors }],
  ])("is not said of a half-made environment, which has %s", (_what, there) => {
    const { kind, wrong } = judge(with_({ ...NOTHING, ...there }));
    expect(kind).toBe("wrong");
    expect(wrong.join("; ")).toMatch(/does not exist|has no target group/);
  });
});
