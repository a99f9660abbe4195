/** The state of a metric alarm. INSUFFICIENT_DATA: there was nothing to judge by. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface Judgement {
  /** N: the most recent points that count. */
  readonly evaluationPeriods: number;
  /** M: how many of them have to breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: "missing" | "ignore" | "breaching" | "notBreaching";
}

/** A point in time that CloudWatch has: breaching or not; `undefined` where it has none. */
export type Breach = boolean | undefined;

/**
 * How many points more than N CloudWatch looks at. AWS says that it depends on the period and gives one example: 5 points
 * for N = 3. Believed to hold for other N.
 */
export const MORE_POINTS = 2;

/**
 * The state after the last of the points, oldest first.
 *
 * Held by AWS's tables row by row:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function alarmState(judgement: Judgement, points: readonly Breach[], before: AlarmState): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = judgement;
  const range = points.slice(-(evaluationPeriods + MORE_POINTS));
  const real = range.filter((it) => it !== undefined).slice(-evaluationPeriods);
  const breaching = real.filter(Boolean).length;
  const filled = evaluationPeriods - real.length;
  if (breaching >= datapointsToAlarm) return "ALARM";
  if (filled === 0) return "OK";
  switch (treatMissingData) {
    case "notBreaching":
      return "OK";
    case "breaching":
      return breaching + filled >= datapointsToAlarm ? "ALARM" : "OK";
    case "ignore":
      return breaching === real.length ? before : "OK";
    case "missing":
      if (breaching < real.length) return "OK";
      // "Avoiding premature transitions": nothing but breaches, the oldest of them at least M points old.
      return range.length - range.indexOf(true) >= datapointsToAlarm && breaching > 0
        ? "ALARM"
        : "INSUFFICIENT_DATA";
  }
}
