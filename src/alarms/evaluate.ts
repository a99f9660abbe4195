/** The state of a metric alarm. INSUFFICIENT_DATA means that there was no data to judge. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface Judgement {
  /** EvaluationPeriods (N): the number of most recent data points that count. */
  readonly evaluationPeriods: number;
  /** DatapointsToAlarm (M): the number of these data points that have to breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: "missing" | "ignore" | "breaching" | "notBreaching";
}

/** Whether a data point breaches; `undefined` if the data point is missing. */
export type Breach = boolean | undefined;

/**
 * The number of data points beyond N that CloudWatch evaluates. AWS's page says that this number depends on the period, and gives one
 * example: 5 data points for N = 3. The number is not verified for other N.
 */
export const MORE_POINTS = 2;

/**
 * Returns the alarm's state after the last data point. A test compares this function with AWS's tables row by row:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 *
 * @param points the data points, oldest first
 * @param before the state before the last data point
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
      // "Avoiding premature transitions" on AWS's page: all existing data points breach, and the oldest of them is M data points old or
      // older (the newest data point is 1 old).
      return range.length - range.indexOf(true) >= datapointsToAlarm && breaching > 0
        ? "ALARM"
        : "INSUFFICIENT_DATA";
  }
}
