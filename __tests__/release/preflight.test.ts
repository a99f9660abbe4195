import { ECSClient } from "@aws-sdk/client-ecs";
import type { HeldLock } from "../../src/lock/lock";
import type { ReleaseEnvironment } from "../../src/release/environment";
import { preflight, type SmokeTest } from "../../src/release/preflight";
import { weightsOfGreen } from "../../src/release/release";
import { madeUpAws } from "../support/made-up-aws";
import { type MadeUpService, madeUpEcs } from "../support/made-up-ecs";

const GUARDS = ["alarm-a-x1", "alarm-b-x1"];
const PLAN = { candidate: "green" as const, steps: [50, 100], bakeSeconds: 60, releaseAlarms: GUARDS };

interface Found {
  readonly recorded?: number | "broken";
  readonly held?: HeldLock;
  readonly targets?: { readonly healthy: number; readonly unhealthy: number };
  readonly service?: MadeUpService;
  readonly alarms?: Readonly<Record<string, string>>;
  readonly https?: object;
}

/** An environment in which this is found; green has 20 %. */
function environment(found: Found): ReleaseEnvironment {
  const { recorded = 20, held, targets = { healthy: 2, unhealthy: 0 }, service = {}, https } = found;
  const states = found.alarms ?? { "alarm-a-x1": "OK", "alarm-b-x1": "INSUFFICIENT_DATA" };
  return {
    config: { suffix: "x1", https },
    lock: { read: async () => held },
    traffic: {
      dnsName: "lb.example.com",
      recorded: async () => (recorded === "broken" ? undefined : weightsOfGreen(recorded)),
      live: async () => weightsOfGreen(20),
      targets: async () => ({ ...targets, total: targets.healthy + targets.unhealthy }),
    },
    aws: {
      cloudWatch: {
        send: async () => ({
          MetricAlarms: Object.entries(states).map(([AlarmName, StateValue]) => ({ AlarmName, StateValue })),
        }),
      },
      ecs: new ECSClient(madeUpAws({ ecs: madeUpEcs(() => service) })),
    },
  } as unknown as ReleaseEnvironment;
}

/** What speaks against the release. */
const against = async (found: Found, plan = PLAN, smoke: SmokeTest = {}) =>
  (await preflight(environment(found), plan, smoke))
    .filter(({ ok }) => !ok)
    .map(({ what, found: why }) => `${what}: ${why}`);

it("finds everything well, and says what it found", async () => {
  expect(await preflight(environment({}), PLAN, {})).toEqual([
    { what: "nobody deploys or releases", ok: true, found: "no lock" },
    { what: "the recorded weights are the live ones", ok: true, found: "blue 80 %, green 20 %" },
    { what: "green has less traffic than the release gives it", ok: true, found: "20 %" },
    {
      what: "green has all its tasks, healthy",
      ok: true,
      found: "2 healthy and 0 unhealthy targets, 2 of 2 tasks running",
    },
    { what: "green runs what was deployed", ok: true, found: "task-definition-green-x1:7 (app:7)" },
    {
      what: "no release alarm is in ALARM",
      ok: true,
      found: "2 alarms; not judged (too few requests or answers): alarm-b-x1",
    },
  ]);
});

it("says nothing of alarms that were not judged where all were", async () => {
  const checks = await preflight(
    environment({ alarms: { "alarm-a-x1": "OK", "alarm-b-x1": "OK" } }),
    PLAN,
    {},
  );
  expect(checks.at(-1)).toMatchObject({ ok: true, found: "2 alarms" });
});

it("refuses while somebody has the environment", async () => {
  const since = "2026-03-04T05:00:00.000Z";
  const lock = { id: "1", operation: "destroy", who: "arn", host: "ci", since, aliveAt: since } as const;
  expect(await against({ held: { lock, etag: "", ageSeconds: 4 } })).toEqual([
    'nobody deploys or releases: a destroy is under way: arn on ci since 2026-03-04T05:00:00.000Z, last heard of 4 s ago; wait for its end, see "npm run release -- status", or after a crash free it with "npm run release -- unlock"',
  ]);
});

it.each([
  [50, "recorded blue 50 %, green 50 %"],
  ["broken" as const, "recorded broken"],
])("refuses a record of %s where green has 20", async (recorded, says) => {
  expect(await against({ recorded })).toEqual([
    `the recorded weights are the live ones: ${says}, live blue 80 %, green 20 %: "npm run release -- repair" records the live ones`,
  ]);
});

it("refuses a release without a step above what green has", async () => {
  expect(await against({}, { ...PLAN, steps: [] })).toEqual([
    "green has less traffic than the release gives it: 20 %, no step is above that",
  ]);
});

it.each([
  [{ targets: { healthy: 1, unhealthy: 0 } }, "1 healthy and 0 unhealthy targets, 2 of 2 tasks running"],
  [{ targets: { healthy: 2, unhealthy: 1 } }, "2 healthy and 1 unhealthy targets, 2 of 2 tasks running"],
  [
    { targets: { healthy: 0, unhealthy: 0 }, service: { desired: 0 } },
    "0 healthy and 0 unhealthy targets, 0 of 0 tasks running",
  ],
])("refuses a candidate of which %j is found", async (found, says) => {
  expect(await against(found)).toEqual([`green has all its tasks, healthy: ${says}`]);
});

it("takes more healthy targets than tasks: one may be draining", async () => {
  expect(await against({ targets: { healthy: 3, unhealthy: 0 } })).toEqual([]);
});

it.each<[string, MadeUpService]>([
  [
    "ECS rolled its deployment back: why; task-definition-green-x1:6 (app:6) runs, and task-definition-green-x1:7 (app:7) was deployed",
    {
      runs: 6,
      deployed: 7,
      deployments: [[{ status: "ROLLBACK_SUCCESSFUL", createdAt: 1, statusReason: "why" }]],
    },
  ],
  [
    "ECS replaces tasks, 1 of 2 new: its deployment has not ended yet",
    { rollout: "IN_PROGRESS", running: 1, deployments: [[{ status: "IN_PROGRESS", createdAt: 1 }]] },
  ],
])("refuses a candidate that is healthy and not what was deployed: %s", async (says, service) => {
  expect(await against({ service })).toEqual([`green runs what was deployed: ${says}`]);
});

it("tells of an earlier rollback of a candidate that runs what was deployed", async () => {
  const deployments = [[{ status: "ROLLBACK_SUCCESSFUL", createdAt: 1, statusReason: "why" }]];
  expect(await preflight(environment({ service: { deployments } }), PLAN, {})).toContainEqual({
    what: "green runs what was deployed",
    ok: true,
    found:
      "task-definition-green-x1:7 (app:7); earlier: 1970-01-01T00:00:01.000Z, ECS rolled its deployment back: why",
  });
});

it("refuses a candidate that cannot be looked at, and says the rest all the same", async () => {
  const ecs = () => ({ refused: "AccessDeniedException", message: "not authorized" });
  const denied = environment({});
  Object.assign(denied.aws, { ecs: new ECSClient(madeUpAws({ ecs })) });
  const checks = await preflight(denied, PLAN, {});
  expect(checks.filter(({ ok }) => !ok).map(({ found }) => found)).toEqual([
    "2 healthy and 0 unhealthy targets, ? of ? tasks running",
    "what it runs cannot be looked at: AccessDeniedException: not authorized",
  ]);
});

it("refuses while release alarms are in ALARM, and names them", async () => {
  expect(await against({ alarms: { "alarm-a-x1": "ALARM", "alarm-b-x1": "ALARM" } })).toEqual([
    "no release alarm is in ALARM: alarm-a-x1, alarm-b-x1",
  ]);
});

it("refuses release alarms that do not exist", async () => {
  await expect(against({ alarms: { "alarm-b-x1": "OK" } })).rejects.toThrow(
    new Error(
      "there is no alarm alarm-a-x1 in us-east-1: a release alarm that does not exist stops nothing; deploy, or see how --alarm is spelled",
    ),
  );
});

describe("a smoke test", () => {
  const requests: Array<[url: string, init: RequestInit]> = [];
  const answering = (answer: () => Promise<{ status: number }>) =>
    jest.spyOn(globalThis, "fetch").mockImplementation((url, init) => {
      requests.push([String(url), init ?? {}]);
      return answer() as Promise<Response>;
    });

  afterEach(() => {
    requests.length = 0;
    jest.restoreAllMocks();
  });

  it.each([
    [undefined, "http://lb.example.com/healthz"],
    [{ certificateArn: "arn" }, "https://lb.example.com/healthz"],
    [{ domainName: "payments.example.com" }, "https://payments.example.com/healthz"],
  ])("asks for the path by the header rule, with https %j", async (https, url) => {
    answering(async () => ({ status: 204 }));
    expect(await against({ ...(https && { https }) }, PLAN, { path: "/healthz" })).toEqual([]);
    expect(requests).toEqual([
      [url, { headers: { "X-Color": "green" }, redirect: "manual", signal: expect.any(AbortSignal) }],
    ]);
  });

  it.each([199, 302, 404, 500])("refuses %i", async (status) => {
    answering(async () => ({ status }));
    const url = "http://10.0.0.7:8080/ready";
    expect(await against({}, PLAN, { url })).toEqual([`green answers 2xx on ${url}: ${status}`]);
  });

  it("refuses an address that does not answer, and says why", async () => {
    answering(async () => {
      throw new Error("fetch failed", { cause: new Error("connect ECONNREFUSED 10.0.0.7:8080") });
    });
    expect(await against({}, PLAN, { url: "http://10.0.0.7:8080/" })).toEqual([
      "green answers 2xx on http://10.0.0.7:8080/: Error: connect ECONNREFUSED 10.0.0.7:8080",
    ]);
  });
});
