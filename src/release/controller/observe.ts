import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { type Aws, brief, type Place, wordsOf } from "./aws";
import type { Wanted } from "./call";
import { COLORS, type Color, type PerColor } from "./color";
import { MINUTE } from "./decision";
import { describeAlarms } from "./describe-alarms";
import type { ReleaseDocument } from "./document";
import { readLock } from "./lock-object";
import type { Runs, Targets, WideLook } from "./look";
import { balancerMetric, COUNTS } from "./metrics";
import { besidesWeights, type FoundTraffic, findTraffic, targetsOf, weightOnListener } from "./traffic";
import { whatRuns } from "./what-runs";

/**
 * Reads the environment once, with all calls in parallel. If a call fails, the result lacks the part that the call reads, and `unknown`
 * contains the reason.
 */
export async function observe(aws: Aws, place: Place, wanted: Wanted): Promise<WideLook> {
  const unknown: string[] = [];
  const part = async <T>(what: string, seeing: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await seeing();
    } catch (error) {
      unknown.push(`${what} (${wordsOf(error)})`);
      return undefined;
    }
  };
  const { document, urgent, wide } = wanted;
  const { now = Date.now } = place;
  const finding = part("the load balancer", () =>
    findTraffic(aws.elb, place.settings, document?.listenerArn),
  );
  const each = async (color: Color): Promise<Targets | undefined> => {
    const traffic = await finding;
    return traffic && part(`targets of ${color}`, () => targetsOf(aws.elb, traffic.targetGroupArns[color]));
  };
  const names = [...new Set([...(document?.release?.alarms ?? []), ...wanted.alarms])];
  const [traffic, blue, green, recorded, lock, alarms, requests, runs] = await Promise.all([
    finding,
    each("blue"),
    each("green"),
    urgent ? undefined : part("the recorded weights", () => recordedWeight(aws, place)),
    urgent ? undefined : part("the lock", () => readLock(aws.s3, place.settings)),
    urgent ? undefined : part("alarms", () => alarmStates(aws, names)),
    urgent ? undefined : part("requests", async () => requestsSince(aws, await finding, document, now())),
    wide ? part("what runs", () => runsOf(aws, place)) : undefined,
  ]);
  const besides = besidesWeights(traffic?.listener);
  return {
    now: now(),
    targets: { ...(blue && { blue }), ...(green && { green }) },
    unknown,
    ...(traffic && { listenerArn: traffic.listenerArn, live: weightOnListener(traffic) }),
    ...(besides.length > 0 && { besides }),
    ...(recorded !== undefined && { recorded }),
    ...(lock !== undefined && { lock }),
    ...(alarms && { alarms }),
    ...(requests !== undefined && { requests }),
    ...(runs && { runs }),
  };
}

async function recordedWeight({ ssm }: Aws, { settings }: Place): Promise<number | "no weight"> {
  const { name, allowedPattern } = settings.parameter;
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }), brief());
    const value = Parameter?.Value ?? "";
    return new RegExp(allowedPattern).test(value) ? Number(value) : "no weight";
  } catch (error) {
    if ((error as Error).name === "ParameterNotFound") return "no weight";
    throw error;
  }
}

/** Reads the states of alarms. The keys of the result are the alarms' names. An alarm that does not exist has no entry. */
export async function alarmStates(
  { cloudWatch }: Pick<Aws, "cloudWatch">,
  names: readonly string[],
): Promise<Record<string, string>> {
  const { metric, composite } = await describeAlarms(cloudWatch, names, brief());
  return Object.fromEntries(
    [...metric, ...composite].map(({ AlarmName = "", StateValue = "" }) => [AlarmName, StateValue]),
  );
}

/**
 * Counts the requests to the candidate in the complete minutes since the listener got the step's weight. The minute in which the listener
 * got it does not count, because some of its requests may belong to the step before. The present minute does not count either, because it
 * has not ended.
 */
async function requestsSince(
  { cloudWatch }: Aws,
  traffic: FoundTraffic | undefined,
  document: ReleaseDocument | undefined,
  now: number,
): Promise<number | undefined> {
  const { phase, release, movedAt = 0 } = document ?? {};
  if (traffic === undefined || release === undefined || phase !== "baking" || release.minRequests === 0)
    return undefined;
  const [from, to] = [Math.ceil(movedAt / MINUTE) * MINUTE, Math.floor(now / MINUTE) * MINUTE];
  if (to <= from) return 0;
  const { MetricDataResults: [sums] = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(from),
      EndTime: new Date(to),
      MetricDataQueries: [
        balancerMetric(traffic, { id: "requests", name: COUNTS.requests, color: release.candidate }),
      ],
    }),
    brief(),
  );
  return (sums?.Values ?? []).reduce((sum, value) => sum + value, 0);
}

async function runsOf({ ecs }: Aws, { settings }: Place): Promise<PerColor<Runs>> {
  const { cluster, services, taskDefinitions } = settings;
  const [blue, green] = await Promise.all(
    COLORS.map(async (color): Promise<Runs> => {
      const seen = await whatRuns(ecs, {
        cluster,
        service: services[color],
        configured: taskDefinitions[color],
      });
      return {
        ...seen.running,
        running: seen.runningTasks,
        desired: seen.desiredTasks,
        problems: seen.problems,
        ...(seen.earlier !== undefined && { earlier: seen.earlier }),
      };
    }),
  );
  return { blue, green } as PerColor<Runs>;
}
