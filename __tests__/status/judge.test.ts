import type { Health } from "../../src/status/health";
import { judge } from "../../src/status/judge";
import { page } from "../../src/status/page";
import { HEALTHY } from "./made-up-health";

const with_ = (over: Partial<Health>): Health => ({ ...HEALTHY, ...over });
const runs = (over: object) =>
  with_({
    colors: { seen: { blue: { desired: 2, running: 2, pending: 0, image: "a:1", ...over }, green: "none" } },
    weights: { seen: { blue: 100, green: 0 } },
  });

it("an environment is well where nothing is wrong and everything was seen", () =>
  expect(judge(HEALTHY)).toEqual({ kind: "healthy", wrong: [], unseen: [] }));

it.each<[string, Health, string]>([
  ["an alarm", with_({ alarms: { seen: { "alarm-x": "ALARM" } } }), "alarm-x is in ALARM"],
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

it("insufficient data and a color that is scaled to nothing without requests are not wrong", () => {
  const health = with_({
    alarms: { seen: { a: "INSUFFICIENT_DATA" } },
    colors: {
      seen: {
        blue: { desired: 2, running: 2, pending: 0, image: "a:1" },
        green: { desired: 0, running: 0, pending: 0, image: "a:2" },
      },
    },
    weights: { seen: { blue: 100, green: 0 } },
  });
  expect(judge(health).kind).toBe("healthy");
});

it("what cannot be seen is no good news, and its reason names the call", () => {
  const unseen = "AccessDenied: User: x is not authorized to perform: cloudwatch:DescribeAlarms";
  const verdict = judge(with_({ alarms: { unseen } }));
  expect(verdict).toEqual({ kind: "unseen", wrong: [], unseen: [`alarms: ${unseen}`] });
  expect(page(with_({ alarms: { unseen } }), verdict, 100)).toContain("cloudwatch:DescribeAlarms");
});

it.each(["LoadBalancerNotFoundException", "TargetGroupNotFoundException"])(
  "nothing is deployed only where AWS says so of all that would be there: %s",
  (name) => {
    const gone: Partial<Health> = {
      colors: { unseen: "ClusterNotFoundException: Cluster not found." },
      weights: { unseen: `${name}: not found` },
    };
    expect(judge(with_({ ...gone, database: { unseen: "DBClusterNotFoundFault: no" } })).kind).toBe(
      "nothing",
    );
    expect(judge(with_({ ...gone, database: { unseen: "AccessDenied: no" } })).kind).toBe("unseen");
  },
);
