import { COLORS, type Color, otherColor, type PerColor, weightOf } from "./color";
import type { Look, Targets } from "./look";
import { typed } from "./typed";

/**
 * The fields of an environment's state that tell which requests fail. Both a look (one reading of the environment) and a line of the
 * release history contain these fields.
 */
export interface Standing {
  /** Green's weight on the listener; `no weights` if the listener forwards to no color. @default - not known */
  readonly live?: Look["live"];
  readonly targets?: Partial<PerColor<Targets>>;
  /** The states of the release alarms. The keys are the alarms' names. */
  readonly alarms?: Readonly<Record<string, string>>;
  /** The number of running tasks and the desired count of each color's ECS service. @default - not read */
  readonly runs?: PerColor<Tasks>;
  /** The color that runs the release's new version. @default - no release is known */
  readonly candidate?: Color | undefined;
}

interface Tasks {
  readonly running: number;
  readonly desired: number;
}

const shareOf = ({ live }: Standing, color: Color): number =>
  typeof live === "number" ? weightOf(color, live) : 0;

/**
 * Returns words for the share of the requests that fail or may fail now. The share follows from the weights and the targets. If a color has
 * no targets, the color's requests fail: the load balancer answers 503. If a color has targets, but none of them is healthy, the color's
 * requests may fail: the load balancer sends them to the unhealthy targets.
 *
 * @returns the words; `undefined` if every color with traffic has a healthy target
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
export function harmOf(standing: Standing): string | undefined {
  const { live, targets = {} } = standing;
  if (live === "no weights")
    return "the listener forwards to no color: users get a different answer, such as a maintenance page";
  const asked = COLORS.filter((color) => shareOf(standing, color) > 0);
  const gone = asked.filter((color) => targets[color]?.registered === 0);
  const ill = asked.filter((color) => (targets[color]?.registered ?? 0) > 0 && targets[color]?.healthy === 0);
  const share = (colors: readonly Color[]) =>
    colors.reduce((sum, color) => sum + shareOf(standing, color), 0);
  const parts = [
    ...(gone.length === 0
      ? []
      : [
          `${share(gone)} % of the requests FAIL NOW: ${gone.join(" and ")} ${gone.length === 1 ? "has" : "have"} no targets, so the load balancer answers 503`,
        ]),
    ...ill.map(
      (color) =>
        `${shareOf(standing, color)} % of the requests may fail now: none of ${color}'s ${targets[color]?.registered} targets is healthy`,
    ),
  ];
  return parts.length === 0 ? undefined : parts.join("; ");
}

/**
 * Returns a line for each command that can help to end a stuck release. The line with the best command comes first. Each line says how its
 * command affects users, and ends with the command. A person has to choose one of the commands, because they affect users differently.
 *
 * @param to the color that has to get all traffic, but has no targets or no healthy target
 */
export function waysOutOfStuck(suffix: string, to: Color, standing: Standing): readonly string[] {
  const { live, targets = {}, alarms = {}, candidate } = standing;
  const other = otherColor(to);
  const { healthy = 0 } = targets[other] ?? {};
  const inAlarm = Object.keys(alarms).filter((name) => alarms[name] === "ALARM");
  // A team's own alarm may watch more than responses, for example payments that are made twice. Such payments are worse than
  // failed requests.
  const own = inAlarm.filter((name) => name.endsWith(`/${suffix}`));
  const warned = inAlarm.filter((name) => name.startsWith(`alarm-${other}-`));
  const but =
    own.length > 0
      ? `, and EVERYBODY gets what ${own.join(" and ")} warns of`
      : warned.length > 0
        ? `, although ${warned.join(" and ")} ${warned.length === 1 ? "is" : "are"} in ALARM`
        : ", but users get the fault that caused the rollback";
  // If the targets are not known, requests to the color may fail.
  const mayHaveTargets = targets[to]?.registered !== 0;
  const share = shareOf(standing, to);
  const meanwhile =
    share === 0 ? "" : `; ${share} % of the requests ${mayHaveTargets ? "may fail" : "fail"} until then`;
  const mend = mending(suffix, to, standing, meanwhile);
  const version = candidate === other ? " (the new version)" : "";
  // This command ends the release: see rolledBack in commands.ts.
  const elsewhere = `send all traffic to ${other}${version}, at once: its ${healthy} healthy target${healthy === 1 ? " answers" : "s answer"}${but}; the release ends, and all traffic stays on ${other}, even during an alarm or when ${to} can answer again, until somebody runs rollback --to ${to}: ${typed(suffix, `rollback --to ${other}`)}`;
  const force = `send all traffic to ${to} nevertheless: EVERY request ${mayHaveTargets ? "may fail until a target is healthy" : `gets 503 until ${to} has targets`}: ${typed(suffix, "rollback --force")}`;
  const failsNow = typeof live !== "number" || share > 0;
  const ways =
    healthy === 0
      ? [mend, force]
      : failsNow && own.length === 0
        ? [elsewhere, mend, force]
        : [mend, elsewhere, force];
  return ways.map((way, index) => {
    const rank =
      index === 0
        ? "RECOMMENDED: "
        : index === ways.length - 1
          ? `or instead, but only if ${healthy === 0 ? "the other command does not help" : `wrong answers of ${other} do more harm than no answers`}: `
          : "or instead: ";
    return `${rank}${way}`;
  });
}

/**
 * Returns a text that ends with a command. The command helps to get healthy targets for a color. There is one exception. If ECS has to
 * run tasks of the color, but none runs or none is registered as a target, the command only shows the service's events. In this case, ECS
 * is already trying to correct the service. A command that sets the same desired count again, or that deploys the same task definition
 * again, does not help.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
function mending(suffix: string, to: Color, { targets = {}, runs }: Standing, meanwhile: string): string {
  const [cluster, service] = [`ecs-cluster-${suffix}`, `ecs-service-${to}-${suffix}`];
  const update = `aws ecs update-service --cluster ${cluster} --service ${service}`;
  const then = `All traffic goes to ${to} by itself when one of its targets is healthy`;
  const hasTargets = (targets[to]?.registered ?? 0) > 0;
  const { desired, running = 0 } = runs?.[to] ?? {};
  if (desired !== undefined && desired > 0 && (running === 0 || targets[to]?.registered === 0)) {
    const what = running === 0 ? "new tasks do not start" : "the running tasks are not registered as targets";
    return `make ${to} healthy again: ${running} of its ${desired} tasks run, and ${what}; the events of its service say why. ${then}${meanwhile}. To see the events: aws ecs describe-services --cluster ${cluster} --services ${service} --query 'services[0].events[:5].message'`;
  }
  if (desired !== 0 && (hasTargets || desired !== undefined)) {
    return `assume the operator role, and replace the tasks of ${to}. ${then}, which takes minutes${meanwhile}. This helps if the tasks hang, but not if new tasks have the same fault: ${update} --force-new-deployment`;
  }
  const count = Math.max(targets[otherColor(to)]?.registered ?? 0, 1);
  const helps =
    desired === undefined
      ? ` (this helps only if the desired count of its service is below ${count}; status shows the desired count)`
      : "";
  return `assume the operator role, and start tasks of ${to}${helps}. ${then}, which takes minutes${meanwhile}: ${update} --desired-count ${count}`;
}
