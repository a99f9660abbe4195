import { type AlarmState, alarmState, type Breach } from "../../src/alarms/evaluate";

// AWS's tables, row by row: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
// (and those of the page's earlier editions, which end in the same states). 0 does not breach, X does, - is missing.
type Row = readonly [
  points: string,
  missing: string,
  ignore: string,
  breaching: string,
  notBreaching: string,
];

const THREE_OF_THREE: readonly Row[] = [
  ["0 - X - X", "OK", "OK", "OK", "OK"],
  ["0 - - - -", "OK", "OK", "OK", "OK"],
  ["- - - - 0", "OK", "OK", "OK", "OK"],
  ["- - - - -", "INSUFFICIENT_DATA", "as before", "ALARM", "OK"],
  ["0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["- - - - X", "INSUFFICIENT_DATA", "as before", "ALARM", "OK"],
  ["- - - X -", "INSUFFICIENT_DATA", "as before", "ALARM", "OK"],
  ["- - X - -", "ALARM", "as before", "ALARM", "OK"],
  ["X - - - -", "ALARM", "as before", "ALARM", "OK"],
];
const TWO_OF_THREE: readonly Row[] = [
  ["0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 - X - -", "OK", "OK", "ALARM", "OK"],
  ["- - - - 0", "OK", "OK", "ALARM", "OK"],
  ["- - - - X", "INSUFFICIENT_DATA", "as before", "ALARM", "OK"],
  ["- - - X -", "ALARM", "as before", "ALARM", "OK"],
];

const breaches = (points: string) =>
  points.split(" ").map((it): Breach => (it === "-" ? undefined : it === "X"));

describe.each([
  ["3 of 3", 3, THREE_OF_THREE],
  ["2 of 3", 2, TWO_OF_THREE],
] as const)("%s", (_, datapointsToAlarm, rows) => {
  it.each(rows)("%s is %s, %s, %s, %s", (points, ...expected) => {
    const treatments = ["missing", "ignore", "breaching", "notBreaching"] as const;
    for (const before of ["OK", "ALARM", "INSUFFICIENT_DATA"] satisfies AlarmState[]) {
      const states = treatments.map((treatMissingData) =>
        alarmState({ evaluationPeriods: 3, datapointsToAlarm, treatMissingData }, breaches(points), before),
      );
      expect(states).toEqual(expected.map((it) => (it === "as before" ? before : it)));
    }
  });
});

it("looks at no more than the evaluation range", () => {
  const judgement = { evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData: "missing" } as const;
  expect(alarmState(judgement, breaches("X X X - - - - -"), "ALARM")).toBe("INSUFFICIENT_DATA");
  expect(alarmState(judgement, breaches("0 0 X X X"), "OK")).toBe("ALARM");
  expect(alarmState(judgement, breaches("X X X 0 0"), "ALARM")).toBe("OK");
});
