import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Minute, readKey } from "../../src/alarms/measured";
import { Application } from "../../src/rehearsal/traffic/application";
import { type Asked, Clients } from "../../src/rehearsal/traffic/clients";
import { Clock } from "../../src/rehearsal/traffic/clock";
import { LoadBalancer } from "../../src/rehearsal/traffic/load-balancer";
import type { Routing, Rule, TargetGroup } from "../../src/rehearsal/traffic/routing";

const clock = new Clock(100); // so that AWS's idle timeout of 60 s is a tenth of a second
const blue: TargetGroup = {
  color: "blue",
  arn: "",
  dimension: "targetgroup/blue/1",
  healthy: 2,
  unhealthy: 0,
};
const green: TargetGroup = { ...blue, color: "green", arn: "", dimension: "targetgroup/green/1" };
const weighted = (greenPercent: number): Rule => ({
  forward: [
    { group: blue, weight: 100 - greenPercent },
    { group: green, weight: greenPercent },
  ],
});
const routing = (...rules: Rule[]): Routing => ({
  dimension: "app/lb/1",
  idleTimeoutSeconds: 60,
  rules,
  groups: [blue, green],
});

let applications: { blue: Application; green: Application };
let balancer: LoadBalancer;
let random = () => 0;

beforeAll(async () => {
  applications = { blue: await Application.open(clock), green: await Application.open(clock) };
  const ports = { blue: applications.blue.port, green: applications.green.port };
  balancer = await LoadBalancer.open({ clock, ports, random: () => random() });
});

beforeEach(() => {
  for (const each of Object.values(applications)) each.behavior = "well";
  balancer.routing = routing(weighted(0));
  balancer.takeMinute();
  random = () => 0;
});

afterAll(async () => {
  await balancer.close();
  await Promise.all(Object.values(applications).map((it) => it.close()));
});

/** @returns the status, or the error's code */
function ask(headers: Record<string, string> = {}): Promise<number | string | undefined> {
  return new Promise((resolve) => {
    request({ host: "127.0.0.1", port: balancer.port, headers, agent: false }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode));
    })
      .on("error", (error: NodeJS.ErrnoException) => resolve(error.code))
      .end();
  });
}

/** What was counted and is not 0: `RequestCount blue`; without a color it is the load balancer's. */
function counted(minute: Minute = balancer.takeMinute()): Record<string, number> {
  return Object.fromEntries(
    Object.entries(minute).flatMap(([key, [[value, times] = [0, 0]] = []]) => {
      const { metricName, dimensions } = readKey(key);
      const { LoadBalancer, TargetGroup = "" } = Object.fromEntries(dimensions);
      expect(LoadBalancer).toBe("app/lb/1");
      const [, color] = TargetGroup.split("/");
      const total = value * times;
      const isHealth = metricName.endsWith("HostCount");
      return total === 0 || isHealth ? [] : [[[metricName, color].filter(Boolean).join(" "), total]];
    }),
  );
}

it("an answer of the target is counted for both, with the time it took", async () => {
  expect([await ask(), await ask()]).toEqual([200, 200]);
  expect(counted()).toEqual({
    RequestCount: 2,
    "RequestCount blue": 2,
    HTTPCode_Target_2XX_Count: 2,
    "HTTPCode_Target_2XX_Count blue": 2,
    TargetResponseTime: 0.1,
    "TargetResponseTime blue": 0.1,
  });
});

it("a slow answer takes its time", async () => {
  applications.blue.behavior = "slow";
  expect(await ask()).toBe(200);
  expect(counted()).toMatchObject({ "TargetResponseTime blue": 5 });
});

it("an error of the target is its own", async () => {
  applications.blue.behavior = "500";
  expect(await ask()).toBe(500);
  const after = counted();
  expect(after).toMatchObject({ "HTTPCode_Target_5XX_Count blue": 1, "RequestCount blue": 1 });
  expect(after).not.toHaveProperty("HTTPCode_ELB_5XX_Count");
});

it("a reset connection is a 502 that has no target group and no response time", async () => {
  applications.blue.behavior = "reset";
  expect(await ask()).toBe(502);
  expect(counted()).toEqual({
    RequestCount: 1,
    "RequestCount blue": 1,
    HTTPCode_ELB_5XX_Count: 1,
    HTTPCode_ELB_502_Count: 1,
  });
});

it("a refused connection is a 502 as well, and an error of the connection to the target", async () => {
  const gone = await Application.open(clock);
  const ports = { blue: gone.port, green: gone.port };
  await gone.close();
  const other = await LoadBalancer.open({ clock, ports });
  other.routing = routing(weighted(0));
  const { port } = balancer;
  Object.defineProperty(balancer, "port", { value: other.port, configurable: true });
  expect(await ask()).toBe(502);
  Object.defineProperty(balancer, "port", { value: port, configurable: true });
  expect(counted(other.takeMinute())).toEqual({
    RequestCount: 1,
    "RequestCount blue": 1,
    TargetConnectionErrorCount: 1,
    "TargetConnectionErrorCount blue": 1,
    HTTPCode_ELB_5XX_Count: 1,
    HTTPCode_ELB_502_Count: 1,
  });
  await other.close();
});

it("no answer within the idle timeout is a 504", async () => {
  applications.blue.behavior = "hang";
  const began = Date.now();
  expect(await ask()).toBe(504);
  expect(Date.now() - began).toBeGreaterThanOrEqual(95);
  expect(counted()).toEqual({
    RequestCount: 1,
    "RequestCount blue": 1,
    HTTPCode_ELB_5XX_Count: 1,
    HTTPCode_ELB_504_Count: 1,
  });
});

it("no registered target is a 503, for which no target was chosen", async () => {
  const nobody = { ...blue, healthy: 0, unhealthy: 0 };
  balancer.routing = { ...routing({ forward: [{ group: nobody, weight: 1 }] }), groups: [nobody] };
  expect(await ask()).toBe(503);
  expect(counted()).toEqual({ HTTPCode_ELB_5XX_Count: 1, HTTPCode_ELB_503_Count: 1 });
});

it("fails open: where no target is healthy, all of them are asked", async () => {
  const sick = { ...blue, healthy: 0, unhealthy: 2 };
  balancer.routing = { ...routing({ forward: [{ group: sick, weight: 1 }] }), groups: [sick] };
  expect(await ask()).toBe(200);
  const minute = balancer.takeMinute();
  const [unhealthy] = Object.entries(minute).filter(([key]) => key.includes(" UnHealthyHostCount "));
  expect(unhealthy?.[1]).toEqual([[2, 1]]);
});

const forwarded = () =>
  new Promise<void>((resolve) => {
    balancer.onForward = () => resolve();
  });

it("a client that hangs up is a 460", async () => {
  applications.blue.behavior = "hang";
  balancer.routing = { ...routing(weighted(0)), idleTimeoutSeconds: 3600 };
  const asked = request({ host: "127.0.0.1", port: balancer.port, agent: false });
  asked.on("error", () => {}).end();
  await forwarded();
  asked.destroy();
  let all = {};
  while (!("HTTPCode_ELB_4XX_Count" in all)) {
    await sleep(5);
    all = { ...all, ...counted() };
  }
  expect(all).toEqual({ RequestCount: 1, "RequestCount blue": 1, HTTPCode_ELB_4XX_Count: 1 });
});

it("a request that is under way is finished after its target is deregistered", async () => {
  applications.blue.behavior = "slow";
  const asked = ask();
  await forwarded();
  balancer.routing = routing({ forward: [{ group: { ...blue, healthy: 0 }, weight: 1 }] });
  expect(await Promise.all([asked, ask()])).toEqual([200, 503]);
});

it("the header rule goes before the weights, for the addresses that it names", async () => {
  const rule = { header: { name: "X-Color", values: ["green"] }, forward: [{ group: green, weight: 1 }] };
  const colorAsked = async (sources: string[]) => {
    balancer.routing = routing({ ...rule, sources }, weighted(0));
    const asked: string[] = [];
    balancer.onForward = (color) => asked.push(color);
    expect([await ask({ "x-color": "green" }), await ask({ "x-color": "red" }), await ask()]).toEqual([
      200, 200, 200,
    ]);
    return asked;
  };
  expect(await colorAsked(["127.0.0.0/8"])).toEqual(["green", "blue", "blue"]);
  expect(await colorAsked(["203.0.113.0/24"])).toEqual(["blue", "blue", "blue"]);
});

it("goes by the weights", async () => {
  let next = 0;
  random = () => (next++ % 100) / 100;
  balancer.routing = routing(weighted(25));
  await Promise.all(Array.from({ length: 100 }, () => ask()));
  expect(counted()).toMatchObject({ "RequestCount blue": 75, "RequestCount green": 25 });
});

it("without a listener, nobody answers", async () => {
  balancer.routing = undefined;
  expect(await ask()).toBe("ECONNRESET");
});

describe("clients", () => {
  /** Their minute is longer than the load balancer's, and with it their patience: on a busy machine, too, it answers before they give up. */
  const during = async (milliseconds: number, next?: () => Asked) => {
    const clients = new Clients(balancer.port, 3000, new Clock(60_000), next);
    const counts = await clients.counting(async () => {
      await sleep(milliseconds);
    });
    clients.close();
    return counts;
  };

  it("ask all the time, and count no failure where all is well", async () => {
    const counts = await during(250);
    expect(counts).toMatchObject({ failed: {} });
    expect(counts.asked).toBeGreaterThan(1); // of 12, on a busy machine
    expect(counts.worstGapSeconds).toBeGreaterThan(0);
  });

  it("count what failed by how, also what is answered after the work", async () => {
    applications.blue.behavior = "hang";
    const counts = await during(200);
    expect(counts.failed).toEqual({ 504: counts.asked });
    expect(counts.asked).toBeGreaterThan(0);
  });

  it("ask what they are given, and tell of each answer", async () => {
    const answers: string[] = [];
    const onAnswer = (answer: string) => answers.push(answer);
    balancer.routing = { ...routing(weighted(0)), idleTimeoutSeconds: 6000 }; // ten seconds: a busy machine is no hanging target
    applications.blue.behavior = "sick";
    const counts = await during(200, () => ({
      method: "POST",
      path: "/healthz",
      headers: {},
      body: "{}",
      onAnswer,
    }));
    expect(counts.failed).toEqual({ 500: counts.asked });
    expect(new Set(answers)).toEqual(new Set(["500"]));
    expect(answers.length).toBeGreaterThanOrEqual(counts.asked); // they go on until the last answer
    applications.blue.behavior = "hang"; // but for the health check
    const path = "/healthz";
    expect((await during(200, () => ({ method: "GET", path, headers: {} }))).failed).toEqual({});
  });
});
