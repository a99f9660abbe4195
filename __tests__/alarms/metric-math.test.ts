import { metricMath, type Point } from "../../src/alarms/metric-math";

/** Evaluates an expression at each point in time. */
function over(expression: string, series: Record<string, readonly Point[]>): Point[] {
  const value = metricMath(expression);
  const points = Math.max(...Object.values(series).map((it) => it.length));
  return Array.from({ length: points }, (_, index) => value((id) => series[id]?.[index]));
}

const _ = undefined;

// The examples of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
describe("AWS's examples", () => {
  const compared = { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] };
  it.each([
    ["(metric1 < metric2)", [0, 0, 1, 0]],
    ["(metric1 >= 30)", [1, 0, 0, 0]],
    ["(metric1 > 15 AND metric2 > 15)", [1, 0, 0, 0]],
    ["metric1 > 15 && metric2 > 15", [1, 0, 0, 0]],
    ["metric1 == 0 OR metric2 == 20", [1, 0, 1, 1]],
    ["metric1 != 30 || metric2 <= 1", [0, 1, 1, 1]],
  ])("%s", (expression, expected) => expect(over(expression, compared)).toEqual(expected));

  const chosen = {
    metric1: [1, 1, 0, 0, _],
    metric2: [30, _, 0, 0, 30],
    metric3: [0, 0, 20, _, 20],
  };
  it.each([
    ["IF(metric1, metric2, metric3)", [30, 0, 20, _, _]],
    ["IF(metric1, 5, metric3)", [5, 5, 20, _, _]],
    ["IF(metric1, metric2, 5)", [30, 0, 5, 5, _]],
    ["IF(metric1, metric2)", [30, 0, _, _, _]],
    ["IF(1, metric2)", [30, 0, 0, 0, 30]],
    ["IF(0, metric2)", [_, _, _, _, _]],
  ])("%s", (expression, expected) => expect(over(expression, chosen)).toEqual(expected));
});

describe("what is missing", () => {
  const series = { a: [8, 8, _, _], b: [2, _, 2, _], zero: [0, 0, 0, 0] };
  it.each([
    ["a + b", [10, 8, 2, _]],
    ["a - b", [6, 8, -2, _]],
    ["-a", [-8, -8, _, _]],
    ["2 * a", [16, 16, _, _]],
    ["a / b", [4, _, 0, _]], // what divides by zero is dropped
    ["b / zero", [_, _, _, _]],
    ["FILL(a, 1) + FILL(b, 0)", [10, 8, 3, 1]],
    ["FILL(a, b)", [8, 8, 2, _]],
    ["MAX([a, b])", [8, 8, 2, _]],
    ["MIN([a, b])", [2, 8, 2, _]],
    ["SUM([a, b])", [10, 8, 2, _]],
    ["MAX([a - b, 0])", [6, 8, 0, 0]],
  ])("%s", (expression, expected) => expect(over(expression, series)).toEqual(expected));
});

it.each([
  ["1 + 2 * 3", 7],
  ["(1 + 2) * 3", 9],
  ["10 - 4 - 3", 3],
  ["16 / 4 / 2", 2],
  ["1 + 1 == 2", 1],
  ["0 == 1 AND 0 == 1 OR 1 == 1", 1],
  ["2 - -3", 5],
])("%s is %d", (expression, expected) => expect(over(expression, { a: [0] })).toEqual([expected]));

it.each([
  ["RUNNING_SUM(a)", 'metric math: the function RUNNING_SUM in "RUNNING_SUM(a)" is not supported'],
  ["MAX(a)", "metric math: MAX, MIN and SUM are supported only over several series, not over a single one"],
  ["[a, b]", "metric math: one series was expected, not a list of series"],
  ["a ^ 2", 'metric math: " ^ 2" is not understood in "a ^ 2"'],
  ["a +", 'metric math: the end was not expected in "a +"'],
  ["(a", 'metric math: the end was not expected in "(a"'],
  ["a b", 'metric math: b was not expected in "a b"'],
  ["IF(a, 1", 'metric math: the end was not expected in "IF(a, 1"'],
])("%s: %s", (expression, message) => expect(() => over(expression, { a: [1] })).toThrow(message));
