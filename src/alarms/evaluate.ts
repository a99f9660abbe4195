/** The state of a metric alarm. INSUFFICIENT_DATA means that the alarm has too little data for another state. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** The settings by which CloudWatch computes an alarm's state from its data points. */
export interface Judgement {
  /** EvaluationPeriods (N). The N most recent data points decide the state. */
  readonly evaluationPeriods: number;
  /** DatapointsToAlarm (M). The state is ALARM if at least M of the N most recent data points breach the threshold. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: "missing" | "ignore" | "breaching" | "notBreaching";
}

/** True if a data point breaches the threshold. `undefined` if the data point is missing. */
export type Breach = boolean | undefined;

/**
 * If some of the most recent data points are missing, CloudWatch evaluates more data points than the evaluation periods (N). This constant
 * is the number of these further data points. AWS's page says that the number of evaluated data points depends on the period. The page
 * gives one example: for N = 3, CloudWatch evaluates 5 data points, that is, 2 further data points. For other N, the constant is an
 * assumption.
 */
export const MORE_POINTS = 2;

/**
 * Returns the alarm's state after the last data point. A test compares this function with AWS's tables row by row:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 *
 * @param points the data points, oldest first
 * @param before the alarm's state before the last data point
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
      // See "Avoiding premature transitions" on AWS's page. If all existing data points breach the threshold, the state is ALARM only if
      // the oldest of them has at least the age M. The newest data point has the age 1.
      return range.length - range.indexOf(true) >= datapointsToAlarm && breaching > 0
        ? "ALARM"
        : "INSUFFICIENT_DATA";
  }
}
