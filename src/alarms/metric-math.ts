/**
 * This file evaluates expressions of CloudWatch's metric math at one point in time. It supports only the functions that this project's
 * alarms use.
 *
 * The rules come from https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html. Functions that use several
 * points in time (RUNNING_SUM, FILL with REPEAT, MAX of a single series) are not supported, because AWS advises against them in alarms.
 */

/** The value of a time series at one point in time. `undefined` if the series has no value at this time. */
export type Point = number | undefined;

/**
 * The value of an expression at one point in time: a number (`scalar`), the value of one time series (`at`), or a list with one value for
 * each of several time series (`series`).
 */
type Value = { readonly scalar: number } | { readonly at: Point } | { readonly series: readonly Point[] };

type Read = (id: string) => Point;
type Expression = (read: Read) => Value;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(<=|>=|==|!=|&&|\|\||[-+*/<>(),[\]]))/y;

/**
 * Compiles an expression into a function that computes the expression's value.
 *
 * @throws Error if the expression uses an unknown function or sign
 */
export function metricMath(text: string): (read: Read) => Point {
  const tokens = tokensOf(text);
  let next = 0;
  const unexpected = () =>
    new Error(`metric math: ${tokens[next] ?? "the end"} was not expected in "${text}"`);
  const take = (token: string): boolean => {
    const found = tokens[next] === token;
    if (found) next += 1;
    return found;
  };
  const expect = (token: string) => {
    if (!take(token)) throw unexpected();
  };

  const primary = (): Expression => {
    if (take("(")) {
      const inner = binary(0);
      expect(")");
      return inner;
    }
    if (take("-")) {
      const inner = primary();
      return (read) => arithmetic({ scalar: 0 }, inner(read), (a, b) => a - b);
    }
    if (take("[")) {
      const all = list("]");
      return (read) => ({ series: all.flatMap((it) => seriesOf(it(read))) });
    }
    const token = tokens[next];
    if (token === undefined || !/^\w/.test(token)) throw unexpected();
    next += 1;
    if (/^\d/.test(token)) return () => ({ scalar: Number(token) });
    if (!take("(")) return (read) => ({ at: read(token) });
    const call = FUNCTIONS[token];
    if (call === undefined)
      throw new Error(`metric math: the function ${token} in "${text}" is not supported`);
    const operands = list(")");
    return (read) => call(operands.map((it) => it(read)));
  };
  const list = (end: string): Expression[] => {
    const all = [binary(0)];
    while (take(",")) all.push(binary(0));
    expect(end);
    return all;
  };
  const binary = (level: number): Expression => {
    const operators = OPERATORS[level];
    if (operators === undefined) return primary();
    let left = binary(level + 1);
    for (;;) {
      const operator = tokens[next] ?? "";
      const apply = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
      if (apply === undefined) return left;
      next += 1;
      const [a, b] = [left, binary(level + 1)];
      left = (read) => arithmetic(a(read), b(read), apply);
    }
  };

  const expression = binary(0);
  if (next < tokens.length) throw unexpected();
  return (read) => pointOf(expression(read));
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`metric math: "${text.slice(from)}" is not understood in "${text}"`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

type Operator = (a: number, b: number) => Point;

const truth = (condition: boolean) => (condition ? 1 : 0);
const or: Operator = (a, b) => truth(a !== 0 || b !== 0);
const and: Operator = (a, b) => truth(a !== 0 && b !== 0);

/** The operators, grouped by precedence: the group with the lowest precedence comes first. */
const OPERATORS: readonly Readonly<Record<string, Operator>>[] = [
  { OR: or, "||": or },
  { AND: and, "&&": and },
  {
    "==": (a, b) => truth(a === b),
    "!=": (a, b) => truth(a !== b),
    "<=": (a, b) => truth(a <= b),
    ">=": (a, b) => truth(a >= b),
    "<": (a, b) => truth(a < b),
    ">": (a, b) => truth(a > b),
  },
  { "+": (a, b) => a + b, "-": (a, b) => a - b },
  { "*": (a, b) => a * b, "/": (a, b) => (b === 0 ? undefined : a / b) },
];

const FUNCTIONS: Readonly<Record<string, (operands: readonly Value[]) => Value>> = {
  IF: ([condition, whenTrue, whenFalse]) => choose(condition, whenTrue, whenFalse),
  FILL: ([series, filler]) => ({ at: pointOf(series) ?? pointOf(filler) }),
  MAX: ([series]) => ofSeries(series, (all) => Math.max(...all)),
  MIN: ([series]) => ofSeries(series, (all) => Math.min(...all)),
  SUM: ([series]) => ofSeries(series, (all) => all.reduce((sum, value) => sum + value, 0)),
};

/**
 * Applies an operator to two operands. If both operands are time series and only one has a value, the operand without a value counts as 0.
 * The result has no value in three cases: neither series has a value; one operand is a number and the other is a series without a value;
 * the operator divides by zero.
 */
function arithmetic(left: Value, right: Value, apply: Operator): Value {
  const [a, b] = [pointOf(left), pointOf(right)];
  if ("scalar" in left && "scalar" in right) {
    const result = apply(left.scalar, right.scalar);
    return result === undefined ? { at: undefined } : { scalar: result };
  }
  const bothSeries = "at" in left && "at" in right;
  if (bothSeries ? a === undefined && b === undefined : a === undefined || b === undefined) {
    return { at: undefined };
  }
  return { at: apply(a ?? 0, b ?? 0) };
}

/**
 * Evaluates the function IF(condition, then, else). If the condition is true and `then` has no value, the result is 0. If the condition is
 * false and there is no `else`, the result has no value.
 */
function choose(
  condition: Value | undefined,
  whenTrue: Value | undefined,
  whenFalse: Value | undefined,
): Value {
  const decides = pointOf(condition);
  if (decides === undefined) return { at: undefined };
  return { at: decides === 0 ? pointOf(whenFalse) : (pointOf(whenTrue) ?? 0) };
}

/**
 * Applies the function `apply` to the values of several time series. A series without a value is left out. If no series has a value, the
 * result has no value.
 */
function ofSeries(value: Value | undefined, apply: (all: readonly number[]) => number): Value {
  if (value === undefined || !("series" in value)) {
    throw new Error(
      "metric math: MAX, MIN and SUM are supported only over several series, not over a single one",
    );
  }
  const present = value.series.filter((it) => it !== undefined);
  return { at: present.length === 0 ? undefined : apply(present) };
}

function pointOf(value: Value | undefined): Point {
  if (value === undefined) return undefined;
  if ("series" in value) throw new Error("metric math: one series was expected, not a list of series");
  return "scalar" in value ? value.scalar : value.at;
}

const seriesOf = (value: Value): readonly Point[] => ("series" in value ? value.series : [pointOf(value)]);
