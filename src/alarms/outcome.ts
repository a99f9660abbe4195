import { COLORS } from "../naming/color";
import { colorAlarmNames } from "../naming/names";
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

/** The reaction of an environment's alarms, rules and subscriptions to an incident. */
export interface Outcome {
  readonly incident: Incident;
  /**
   * Alarms that went to ALARM, the earliest first. An incident is simulated several times; `seconds` is the longest time that the alarm
   * needed.
   */
  readonly inAlarm: readonly Heard[];
  /** Rules and subscriptions that publish a message about an event of the incident, without an alarm. */
  readonly told: readonly string[];
  /** Alarms that are still in ALARM at the incident's end. */
  readonly lasting: readonly string[];
  /** Alarms that are in INSUFFICIENT_DATA at the incident's end, except for the alarms of a color without traffic. */
  readonly notJudged: readonly string[];
}

/** An alarm, and the seconds from the beginning of an incident until the alarm went to ALARM. */
export interface Heard {
  readonly alarm: string;
  readonly seconds: number;
}

/** Reads the alarms, rules and subscriptions from an environment's synthesized JSON. */
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

/** Each incident is simulated once under each of these conditions. AWS does not document which of them are true. */
const TRIES: readonly (Omit<Conditions, "idleTimeoutSeconds"> & { readonly before: number })[] = [
  { counted: "when its target is chosen", noTasks: "0", seed: 1, before: MINUTES_BEFORE },
  // With four more minutes before it, the incident begins in the last minute of a period of five minutes. Then an alarm with such a period
  // needs the longest time.
  { counted: "when it ends", noTasks: "nothing", seed: 2, before: MINUTES_BEFORE + 4 },
];

/** The metrics that AWS would publish during an incident, once for each of the {@link TRIES}. */
export function played(incident: Incident, idleTimeoutSeconds: number): Minute[][] {
  return TRIES.map((it) => publish(situations(incident, it.before), { ...it, idleTimeoutSeconds }));
}

/**
 * Evaluates all alarms during an incident, once for each of the {@link TRIES}. The outcome lists an alarm only if it goes to ALARM in every
 * try. On an ordinary day, the outcome lists an alarm if it goes to ALARM in at least one try.
 *
 * @param tries the published metrics of each try. They depend only on the incident and the idle timeout, so a caller with several
 * environments can compute them once
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
    .filter(({ period }) => period <= 60 * (MINUTES_BEFORE + lasts)) // an alarm with a longer period has no data point
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

/** The alarms that stop a release of the incident's candidate. */
export function stopping({ incident: { candidate }, inAlarm }: Outcome, suffix: string): Heard[] {
  const names = candidate === undefined ? [] : colorAlarmNames(suffix, candidate);
  return inAlarm.filter(({ alarm }) => names.includes(alarm));
}
