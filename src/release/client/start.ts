import { DescribeLoadBalancersCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { fetchByEnvironment } from "../../network/fetch";
import type { ReleaseSettings } from "../../settings/release";
import { COLOR_HEADER } from "../../settings/smoke-test";
import { confirm } from "../../terminal/confirm";
import { RefusedError } from "../../terminal/refused";
import { table } from "../../terminal/table";
import type { Aws } from "../controller/aws";
import { type Color, weightOf } from "../controller/color";
import type { StartCommand } from "../controller/command";
import type { Check } from "../controller/preflight";
import { newCommand } from "./ask";
import { type Asking, accepted, sayStanding } from "./commands";
import { type Environment, namesOf } from "./environment";

export interface Starting {
  readonly to: Color;
  /** The release settings of the environment, overridden by the command's flags. */
  readonly plan: ReleaseSettings;
  readonly sameImage: boolean;
  readonly reason: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
  /** The candidate's value of the setting `minTasks`, according to this machine's settings file. */
  readonly minTasks: number;
  /** Returns the base URL that is put before the paths of smoke tests, such as `https://pay.example.com`. */
  readonly origin: () => Promise<string>;
}

/**
 * Starts a release after the preflight (the checks of both colors) and a confirmation. The controller repeats the preflight after the
 * confirmation, because minutes may have passed.
 *
 * @returns the id of the release; `undefined` for a dry run
 * @throws RefusedError if the preflight fails, if nobody confirms, or if the controller refuses
 */
export async function start(asking: Asking, starting: Starting): Promise<string | undefined> {
  const { ask, by, say, environment } = asking;
  const { to, plan, sameImage, reason } = starting;
  const command: StartCommand = {
    kind: "start",
    to,
    steps: plan.steps.map(({ weight, bakeMinutes, approval = false }) => ({ weight, bakeMinutes, approval })),
    alarms: plan.alarms,
    minRequests: plan.minRequests,
    maxBakeMinutes: plan.maxBakeMinutes,
    sameImage,
    dryRun: true,
  };
  const [result, smoked] = await Promise.all([
    ask({ ...newCommand(by, reason), ...command }).then(accepted),
    smokeTests(plan.smokeTests, to, starting.origin),
  ]);
  const checks = [...(result.checks ?? []), minTasksCheck(to, starting.minTasks), ...smoked];
  say(checksTable(checks));
  for (const line of whoAnswered(plan.smokeTests, to)) say(line);
  if (checks.some(({ ok }) => !ok)) throw new RefusedError("preflight failed: no traffic was moved");
  const { live } = result.look;
  const share = typeof live === "number" ? weightOf(to, live) : 0;
  const what = `release ${to} in ${environment.suffix}: ${stepWords(share, plan)}`;
  if (starting.dryRun) {
    say(`would ${what}`);
    return undefined;
  }
  await confirm(starting, what);
  const begun = await ask({ ...newCommand(by, reason), ...command, dryRun: false });
  if (begun.refused !== undefined && begun.checks !== undefined) say(checksTable(begun.checks));
  accepted(begun);
  await sayStanding(asking, begun);
  return begun.document.release?.id;
}

function stepWords(share: number, { steps, minRequests }: ReleaseSettings): string {
  const taken = steps
    .filter(({ weight }) => weight > share)
    .map(
      ({ weight, bakeMinutes, approval }) =>
        `${approval ? "(approval) " : ""}${weight} % for ${bakeMinutes} min`,
    );
  const judged =
    minRequests === 0 ? "NOT JUDGED by requests" : `each with at least ${minRequests} judged requests`;
  return `${[`${share} %`, ...taken].join(" -> ")}, ${judged}`;
}

const checksTable = (checks: readonly Check[]): string =>
  table(
    ["", "preflight", "found"],
    checks.map(({ ok, what, found }) => [ok ? "ok" : "NO", what, found]),
  );

/**
 * Checks that `minTasks` is above 0 in the settings. If it is 0, autoscaling may stop every task of the color. The deployed value is not
 * read, because the role `releaser` has no permission to read it.
 */
const minTasksCheck = (color: Color, minTasks: number): Check => ({
  what: `minTasks of ${color} is above 0 in the settings`,
  ok: minTasks > 0,
  found:
    minTasks > 0
      ? `${minTasks}; the deployed value was not read`
      : `minTasks is ${minTasks}: set it to at least 1, and deploy`,
});

/** Timeout of a smoke test, in milliseconds. */
const SMOKE_TIMEOUT = 10_000;

/**
 * Sends the smoke tests' requests, with the header that asks for the candidate. This machine sends the requests. The controller does not
 * send them, because the listener rule for smoke tests allows only the IP addresses in `smokeTestCidrBlocks`.
 */
async function smokeTests(
  tests: readonly string[],
  candidate: Color,
  origin: () => Promise<string>,
): Promise<Check[]> {
  return Promise.all(
    tests.map(async (test) => {
      let url = test;
      const found = await (async () => {
        if (test.startsWith("/")) url = `${await origin()}${test}`;
        const { status } = await fetchByEnvironment(url, {
          headers: { [COLOR_HEADER]: candidate },
          signal: AbortSignal.timeout(SMOKE_TIMEOUT),
          redirect: "manual",
        });
        return `${status}`;
      })().catch((error: Error) => `${error.cause ?? error.message}`);
      return { what: `2xx from ${url} with ${COLOR_HEADER}: ${candidate}`, ok: /^2\d\d$/.test(found), found };
    }),
  );
}

/**
 * Returns a sentence with the conditions under which the candidate has answered the smoke tests. The answers do not show it: if the
 * listener rule for smoke tests does not match a request, the listener's weights decide which color answers.
 */
function whoAnswered(tests: readonly string[], candidate: Color): readonly string[] {
  if (tests.length === 0) return [];
  const hasUrl = tests.some((test) => !test.startsWith("/"));
  return [
    `smoke tests: it is not visible which color answered; ${candidate} did if ${hasUrl ? "the URL leads to this environment, and " : ""}the deployed smokeTestCidrBlocks contain the IP address from which these requests came; otherwise, the weights decide`,
  ];
}

/**
 * Returns the base URL for requests to the environment.
 *
 * @param domainName the certificate's domain name; if it is `undefined`, the base URL is `http://` and the load balancer's DNS name
 */
export async function originOf(
  { elb }: Pick<Aws, "elb">,
  environment: Environment,
  domainName: string | undefined,
): Promise<string> {
  if (domainName !== undefined) return `https://${domainName}`;
  const { LoadBalancers: [balancer] = [] } = await elb.send(
    new DescribeLoadBalancersCommand({ Names: [namesOf(environment).loadBalancer] }),
  );
  return `http://${balancer?.DNSName}`;
}
