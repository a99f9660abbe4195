import { LockHeldError } from "../lock/lock";
import type { ReleasePlan } from "../lock/stored-lock";
import type { Color } from "../naming/color";
import { COLOR_HEADER } from "../settings/smoke-test";
import { alarmStates, notJudged } from "./alarm-states";
import type { ReleaseEnvironment } from "./environment";
import { describeWeights } from "./report";
import { colorStatus } from "./status";

/** One thing that has to be so before traffic moves. */
export interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
}

export interface SmokeTest {
  /** Path that has to answer 2xx through the header rule. @default - none is asked */
  readonly path?: string | undefined;
  /** Address that has to answer 2xx, where the header rule cannot be reached. @default - none is asked */
  readonly url?: string | undefined;
}

/** How long a smoke test may take, in milliseconds. */
const SMOKE_TIMEOUT = 10_000;

/** Looks whether a release may begin; nothing is changed. */
export async function preflight(
  environment: ReleaseEnvironment,
  { candidate, steps, releaseAlarms }: ReleasePlan,
  smoke: SmokeTest,
): Promise<Check[]> {
  const { traffic, lock, aws, config } = environment;
  const [recorded, live, held, color, states] = await Promise.all([
    traffic.recorded(),
    traffic.live(),
    lock.read(),
    colorStatus(environment, candidate),
    alarmStates(aws.cloudWatch, releaseAlarms),
  ]);
  const inAlarm = releaseAlarms.filter((name) => states[name] === "ALARM");
  const { desired = 0 } = color;
  const earlier = color.earlier === undefined ? [] : [`earlier: ${color.earlier}`];
  const unjudged = notJudged(states);
  return [
    {
      what: "nobody deploys or releases",
      ok: held === undefined,
      found: held === undefined ? "no lock" : new LockHeldError(held).message,
    },
    {
      what: "the recorded weights are the live ones",
      ok: recorded?.green === live.green,
      found:
        recorded?.green === live.green
          ? describeWeights(live)
          : `recorded ${recorded === undefined ? "broken" : describeWeights(recorded)}, live ${describeWeights(live)}: "npm run release -- repair" records the live ones`,
    },
    {
      what: `${candidate} has less traffic than the release gives it`,
      ok: steps.length > 0,
      found: `${live[candidate]} %${steps.length === 0 ? ", no step is above that" : ""}`,
    },
    {
      what: `${candidate} has all its tasks, healthy`,
      ok: desired > 0 && color.healthy >= desired && color.unhealthy === 0,
      found: `${color.healthy} healthy and ${color.unhealthy} unhealthy targets, ${color.running ?? "?"} of ${color.desired ?? "?"} tasks running`,
    },
    {
      what: `${candidate} runs what was deployed`,
      ok: color.problems.length === 0,
      found:
        color.problems.length === 0
          ? [`${color.taskDefinition} (${color.image})`, ...earlier].join("; ")
          : color.problems.join("; "),
    },
    {
      what: "no release alarm is in ALARM",
      ok: inAlarm.length === 0,
      found:
        inAlarm.length > 0
          ? inAlarm.join(", ")
          : [
              `${releaseAlarms.length} alarms`,
              ...(unjudged.length === 0
                ? []
                : [`not judged (too few requests or answers): ${unjudged.join(", ")}`]),
            ].join("; "),
    },
    ...(await smokeTests(
      smoke,
      candidate,
      config.https?.domainName ?? traffic.dnsName,
      config.https !== undefined,
    )),
  ];
}

async function smokeTests(
  smoke: SmokeTest,
  candidate: Color,
  host: string,
  https: boolean,
): Promise<Check[]> {
  const requests = [
    ...(smoke.path === undefined ? [] : [`${https ? "https" : "http"}://${host}${smoke.path}`]),
    ...(smoke.url === undefined ? [] : [smoke.url]),
  ];
  return Promise.all(
    requests.map(async (url) => {
      const found = await fetch(url, {
        headers: { [COLOR_HEADER]: candidate },
        signal: AbortSignal.timeout(SMOKE_TIMEOUT),
        redirect: "manual",
      }).then(
        ({ status }) => `${status}`,
        (error: Error) => `${error.cause ?? error.message}`,
      );
      return { what: `${candidate} answers 2xx on ${url}`, ok: /^2\d\d$/.test(found), found };
    }),
  );
}
