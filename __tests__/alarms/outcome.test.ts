import { alarmDefinition } from "../../src/alarms/definition";
import { type Incident, MINUTES_BEFORE } from "../../src/alarms/incidents";
import { type Minute, metricKey } from "../../src/alarms/measured";
import { outcomeOf } from "../../src/alarms/outcome";
import { resourceName } from "../../src/naming/names";

const errors = metricKey("orders", "Errors", "all");
const name = resourceName("x1", "alarm", "blue-failed-requests");
const listens = {
  suffix: "x1",
  idleTimeoutSeconds: 60,
  listeners: {},
  alarms: [
    alarmDefinition({
      alarm_name: name,
      alarm_description: "Errors",
      comparison_operator: "GreaterThanThreshold",
      threshold: 1,
      evaluation_periods: 1,
      treat_missing_data: "missing",
      period: 60,
      namespace: "orders",
      metric_name: "Errors",
      statistic: "Sum",
      dimensions: { Of: "all" },
    }),
  ],
};
const QUIET: Minute = { [errors]: [[0, 1]] };
const LOUD: Minute = { [errors]: [[9, 1]] };
const NOTHING: Minute = {};
const after = (minutes: readonly Minute[]) => [...Array<Minute>(MINUTES_BEFORE).fill(QUIET), ...minutes];

const of = (sort: Incident["sort"], ...tries: (readonly Minute[])[]) => {
  const incident: Incident = { title: "made up", sort, minutes: 3, at: () => ({ green: 0 }) };
  return outcomeOf(incident, listens, tries.map(after));
};

it("tells the later time, where one try is in ALARM before the other", () =>
  expect(of("of what runs", [LOUD, LOUD, LOUD], [QUIET, QUIET, LOUD]).inAlarm).toEqual([
    { alarm: name, seconds: 180 },
  ]));

it("counts no alarm that chance decides", () =>
  expect(of("of what runs", [LOUD, LOUD, LOUD], [QUIET, QUIET, QUIET]).inAlarm).toEqual([]));

it("counts it on an ordinary day, on which nothing may be in ALARM whatever chance decides", () =>
  expect(of("ordinary", [LOUD, LOUD, LOUD], [QUIET, QUIET, QUIET]).inAlarm).toEqual([
    { alarm: name, seconds: 60 },
  ]));

it("says that an alarm had nothing to judge by, also where it had in the other try", () => {
  const none = Array<Minute>(3).fill(NOTHING);
  expect(of("of what runs", [QUIET, QUIET, QUIET], none).notJudged).toEqual([name]);
  expect(of("of what runs", [QUIET, QUIET, QUIET], [NOTHING, NOTHING, QUIET]).notJudged).toEqual([]);
});
