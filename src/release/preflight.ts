import type { Colour } from "../config/schema";
import { COLOUR_HEADER } from "../config/smoke-test";
import { alarmStates } from "./alarm-states";
import type { ReleaseEnvironment } from "./environment";
import { LockHeldError } from "./lock";
import type { ReleasePlan } from "./release";
import { describeSplit } from "./report";
import { colourStatus } from "./status";

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
  { candidate, steps, guards }: ReleasePlan,
  smoke: SmokeTest,
): Promise<Check[]> {
  const { traffic, lock, aws, config } = environment;
  const [recorded, live, held, colour, states] = await Promise.all([
    traffic.recorded(),
    traffic.live(),
    lock.read(),
    colourStatus(environment, candidate),
    alarmStates(aws.cloudWatch, guards),
  ]);
  const ringing = guards.filter((name) => states[name] === "ALARM");
  return [
    {
      what: "nobody deploys or releases",
      ok: held === undefined,
      found: held === undefined ? "no lock" : new LockHeldError(held).message,
    },
    {
      what: "the recorded split is the live one",
      ok: recorded?.green === live.green,
      found:
        recorded?.green === live.green
          ? describeSplit(live)
          : `recorded ${recorded === undefined ? "broken" : describeSplit(recorded)}, live ${describeSplit(live)}: "npm run release -- repair" records the live one`,
    },
    {
      what: `${candidate} has less traffic than the release gives it`,
      ok: steps.length > 0,
      found: `${live[candidate]} %${steps.length === 0 ? ", no step is above that" : ""}`,
    },
    {
      what: `${candidate} has all its tasks, healthy`,
      ok: colour.desired > 0 && colour.healthy >= colour.desired && colour.unhealthy === 0,
      found: `${colour.healthy} healthy and ${colour.unhealthy} unhealthy targets, ${colour.running} of ${colour.desired} tasks running`,
    },
    {
      what: "no guard alarm rings",
      ok: ringing.length === 0,
      found: ringing.length === 0 ? `${guards.length} guards` : ringing.join(", "),
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
  candidate: Colour,
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
        headers: { [COLOUR_HEADER]: candidate },
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
