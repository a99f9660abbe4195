import { colorAlarmNames } from "../naming/alarm-names";
import { COLORS } from "../naming/color";
import { type AlarmDefinition, alarmDefinition, type SynthesizedAlarm, statesOver } from "./definition";
import type { AlarmState } from "./evaluate";
import { heardBy, mayPublish, type SynthesizedListeners } from "./events";
import { type Incident, MINUTES_BEFORE, situations } from "./incidents";
import type { Conditions } from "./load-balancer";
import type { Minute } from "./measured";
import { publish } from "./publish";

/** The alarms, EventBridge rules and RDS event subscriptions of a synthesized environment. */
export interface Listening {
  readonly suffix: string;
  readonly idleTimeoutSeconds: number;
  readonly alarms: readonly AlarmDefinition[];
  readonly listeners: SynthesizedListeners;
}

/** The reaction of an environment's alarms, EventBridge rules and RDS event subscriptions to an incident. */
export interface Outcome {
  readonly incident: Incident;
  /**
   * The alarms that went to ALARM, the fastest alarm first. An incident is simulated several times; `seconds` is the longest time that the
   * alarm needed.
   */
  readonly inAlarm: readonly Heard[];
  /** EventBridge rules and RDS event subscriptions that publish a message about an event of the incident. No alarm takes part in this. */
  readonly told: readonly string[];
  /** Alarms that are still in ALARM at the end of the incident. */
  readonly lasting: readonly string[];
  /** Alarms that are in INSUFFICIENT_DATA at the end of the incident. The alarms of a color without traffic are left out. */
  readonly notJudged: readonly string[];
}

/** An alarm, and the seconds from the beginning of an incident until the alarm went to ALARM. */
export interface Heard {
  readonly alarm: string;
  readonly seconds: number;
}

/** Reads the alarms, EventBridge rules and RDS event subscriptions from an environment's synthesized JSON. */
export function listening(
  suffix: string,
  resource: SynthesizedListeners & {
    readonly aws_cloudwatch_metric_alarm: Readonly<Record<string, SynthesizedAlarm>>;
    readonly aws_lb: Readonly<Record<string, { readonly idle_timeout?: number }>>;
  },
): Listening {
  return {
    suffix,
    // 60 is AWS's default: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
    idleTimeoutSeconds: Object.values(resource.aws_lb)[0]?.idle_timeout ?? 60,
    alarms: Object.values(resource.aws_cloudwatch_metric_alarm)
      .map((it) => alarmDefinition(it))
      .map((alarm) => ({
        ...alarm,
        actions: alarm.actions.filter((topic) =>
          mayPublish(resource, topic, "cloudwatch", "cloudwatch", `alarm:${alarm.name}`),
        ),
      })),
    listeners: resource,
  };
}

/**
 * The conditions of the simulations. Each incident is simulated one time for each entry of this list. The entries differ in details that
 * AWS does not document, and in the number of minutes before the incident.
 */
const TRIES: readonly (Omit<Conditions, "idleTimeoutSeconds"> & { readonly before: number })[] = [
  { counted: "when its target is chosen", noTasks: "0", seed: 1, before: MINUTES_BEFORE },
  // There are four more minutes before the incident. So the incident begins in the last minute of a period of five minutes. This is the
  // worst case for an alarm with a period of five minutes: it needs the longest time.
  { counted: "when it ends", noTasks: "nothing", seed: 2, before: MINUTES_BEFORE + 4 },
];

/** Returns the metrics that AWS would publish before and during an incident, as one list for each of the {@link TRIES}. */
export function played(incident: Incident, idleTimeoutSeconds: number): Minute[][] {
  return TRIES.map((it) => publish(situations(incident, it.before), { ...it, idleTimeoutSeconds }));
}

/**
 * Evaluates all alarms during an incident, in one simulation for each of the {@link TRIES}. For an incident of the sort "ordinary", the
 * outcome lists each alarm that goes to ALARM in at least one simulation. For an incident of another sort, the outcome lists each alarm
 * that goes to ALARM in every simulation.
 *
 * @param tries the published metrics of each simulation. These metrics depend only on the incident and on the load balancer's idle timeout.
 * A caller can use the same metrics for all environments with this idle timeout
 */
export function outcomeOf(
  incident: Incident,
  { suffix, alarms, listeners, idleTimeoutSeconds }: Listening,
  tries = played(incident, idleTimeoutSeconds),
): Outcome {
  const { minutes: lasts, watched: { from, until } = { from: 0, until: lasts } } = incident;
  const exists = ({ treatMissingData }: AlarmDefinition, minute: number) =>
    treatMissingData !== "breaching" || (minute >= from && minute < until);
  const states = new Map<string, AlarmState[][]>(
    alarms.map((alarm) => [
      alarm.name,
      tries.map((minutes) =>
        statesOver(alarm, minutes)
          .slice(-lasts)
          .map((state, minute) => (exists(alarm, minute) ? state : "INSUFFICIENT_DATA")),
      ),
    ]),
  );
  const inAlarm = [...states].flatMap(([alarm, each]) => {
    const first = each.map((it) => it.indexOf("ALARM"));
    const [seen, missed] = [first.filter((it) => it !== -1), first.includes(-1)];
    if (seen.length === 0 || (missed && incident.sort !== "ordinary")) return [];
    return [{ alarm, seconds: (Math.max(...seen) + 1) * 60 }];
  });
  const { green = 0 } = incident.at(incident.minutes - 1);
  const unasked = COLORS.filter((color) => (color === "green" ? green === 0 : green === 100)).flatMap(
    (color) => colorAlarmNames(suffix, color),
  );
  const endsIn = (state: AlarmState) => (name: string) =>
    states.get(name)?.some((each) => each.at(-1) === state) === true;
  const all = alarms
    .filter(({ period }) => period <= 60 * (MINUTES_BEFORE + lasts)) // if an alarm has a longer period, it has no data point
    .filter((alarm) => exists(alarm, lasts - 1))
    .map(({ name }) => name);
  return {
    incident,
    inAlarm: inAlarm.sort((a, b) => a.seconds - b.seconds),
    told: [...new Set((incident.events ?? []).flatMap((event) => heardBy(listeners, event)))],
    lasting: all.filter(endsIn("ALARM")),
    notJudged: all.filter((name) => !unasked.includes(name)).filter(endsIn("INSUFFICIENT_DATA")),
  };
}

/**
 * Returns the alarms in ALARM that stop the release. The list is empty if the incident is not about a candidate (the color to which a
 * release moves traffic).
 */
export function stopping({ incident: { candidate }, inAlarm }: Outcome, suffix: string): Heard[] {
  const names = candidate === undefined ? [] : colorAlarmNames(suffix, candidate);
  return inAlarm.filter(({ alarm }) => names.includes(alarm));
}
