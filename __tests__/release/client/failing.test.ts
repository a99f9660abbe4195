import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { failingWords, readFailing } from "../../../src/release/client/failing";
import { seeing } from "../../../src/release/client/seen";
import type { ReleaseDocument } from "../../../src/release/controller/document";
import type { FoundTraffic } from "../../../src/release/controller/traffic";
import { documentOf, ENVIRONMENT, NOW, RELEASE } from "./made-up";

const MINUTE = 60_000;
const CLOSED = Math.floor(NOW / MINUTE) * MINUTE;
const ELB = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
const TRAFFIC: FoundTraffic = {
  loadBalancerArn: `${ELB}:loadbalancer/app/load-balancer-x1/1`,
  listenerArn: "listener",
  listener: {},
  targetGroupArns: { blue: `${ELB}:targetgroup/blue/1`, green: `${ELB}:targetgroup/green/1` },
};
const STUCK = documentOf({ phase: "stuck", want: 0 });
type Series = Readonly<Record<string, readonly number[]>>;

/**
 * A made-up CloudWatch.
 *
 * @param series the values of each query, the newest minute first; or the error that answers a query for more than the last
 * minutes
 */
const cloudWatch = (series: Series | Error): CloudWatchClient =>
  Object.assign(Object.create(CloudWatchClient.prototype), {
    config: {},
    middlewareStack: {},
    send: async ({ input }: { input: { MetricDataQueries?: { Id: string }[]; StartTime?: Date } }) => {
      const { MetricDataQueries, StartTime = new Date() } = input;
      if (MetricDataQueries === undefined) return { MetricAlarms: [] };
      if (series instanceof Error && StartTime.getTime() < CLOSED - 9 * MINUTE) throw series;
      return {
        MetricDataResults: MetricDataQueries.map(({ Id }) => {
          const values = series instanceof Error ? [] : (series[Id] ?? []);
          return {
            Id,
            Values: values,
            Timestamps: values.map((_, at) => new Date(CLOSED - (at + 1) * MINUTE)),
          };
        }),
      };
    },
  });

const words = async (series: Series, document: ReleaseDocument = STUCK) =>
  failingWords(document, await readFailing(cloudWatch(series), TRAFFIC, document, NOW), NOW);

it("says since which minute requests fail, and how many failed in all", async () => {
  const series = {
    green_requests: [100, 100, 100, 100],
    green_answered2xx: [100, 100, 100, 90],
    refused: [300, 300],
  };
  expect(await words(series)).toEqual([
    "  since 05:04 UTC (2 min 07 s) more than 1 in 100 requests fail in each minute",
    "  in all at most 610 of 1,000 requests failed since the release began (04:53 to 05:06 UTC); this number includes requests whose clients hung up",
  ]);
});

it("says that it may have begun before the release, where each minute is bad", async () => {
  const bad = Array.from({ length: 14 }, () => 100);
  expect((await words({ refused: bad }))[0]).toBe(
    "  since 04:52 UTC, or before, (14 min 07 s) more than 1 in 100 requests fail in each minute",
  );
});

it("says of single failures that they are few, and never less than none", async () => {
  const [since, all] = await words({ green_requests: [100, 100], green_answered2xx: [99, 102] });
  expect(since).toBe("  in the newest minute with requests, at most 1 in 100 of them failed");
  expect(all).toMatch(/^ {2}in all at most 1 of 200 requests failed/);
});

it("does not take silence for success", async () =>
  expect(await words({})).toEqual([
    "  in all: CloudWatch counted no request since the release began (04:53 to 05:06 UTC)",
  ]));

it("counts from the moment that traffic had to go back, where there is no release", async () => {
  const { release: _, ...without } = STUCK;
  expect((await words({ refused: [9] }, without))[1]).toMatch(
    / at most 9 of 9 requests failed since all traffic had to go back \(05:04 to 05:06 UTC\);/,
  );
});

it("is told only where traffic stays where it must not be; what was not read is not known", () => {
  expect(failingWords(documentOf(), undefined, NOW)).toEqual([]);
  expect(failingWords(documentOf({ phase: "back", want: 0 }), undefined, NOW)).toEqual([]);
  const unread = "  it is not known yet since when requests fail, and how many have failed";
  expect(failingWords(documentOf({ phase: "back", want: 0, warned: true }), undefined, NOW)).toEqual([
    unread,
  ]);
  expect(failingWords(STUCK, { missing: "AccessDenied: no" }, NOW)).toEqual([
    "  it is NOT KNOWN since when requests fail, and how many have failed: AccessDenied: no",
  ]);
});

describe("a look at a release that is stuck", () => {
  const elb = {
    send: async ({ constructor: { name } }: { constructor: { name: string } }) =>
      name === "DescribeLoadBalancersCommand"
        ? { LoadBalancers: [{ LoadBalancerArn: TRAFFIC.loadBalancerArn }] }
        : name === "DescribeTargetGroupsCommand"
          ? {
              TargetGroups: (["blue", "green"] as const).map((color) => ({
                TargetGroupName: `target-group-${color}-x1`,
                TargetGroupArn: TRAFFIC.targetGroupArns[color],
              })),
            }
          : name === "DescribeListenersCommand"
            ? { Listeners: [{ ListenerArn: "listener", DefaultActions: [{ Type: "forward" }] }] }
            : {},
  };
  const stored = (document: ReleaseDocument) => ({
    send: async () => ({ ETag: "e", Body: { transformToString: async () => JSON.stringify(document) } }),
  });
  const look = (document: ReleaseDocument, series: Series | Error) => {
    const none = { send: async () => ({}) };
    const aws = {
      cloudWatch: cloudWatch(series),
      elb,
      s3: stored(document),
      ssm: none,
      ecs: none,
      now: () => NOW,
    };
    return seeing(aws as never, ENVIRONMENT)();
  };

  it("has what failed since it began", async () =>
    expect((await look(STUCK, { refused: [7, 7] })).failing).toEqual({
      from: RELEASE.startedAt,
      to: CLOSED,
      requests: 14,
      failed: 14,
      since: CLOSED - 2 * MINUTE,
    }));

  it("says why that is not known, and has the other numbers", async () => {
    const { failing, numbers, stale } = await look(STUCK, new Error("slow"));
    expect(failing).toEqual({ missing: "Error: slow" });
    expect([numbers === undefined, stale]).toEqual([false, undefined]);
  });

  it("is no reason to read it where traffic moves on", async () =>
    expect((await look(documentOf(), { refused: [7, 7] })).failing).toBeUndefined());
});
