import { isIn } from "../cidr";
import { ARN_PARTS, readArn } from "../naming/arn";
import { type Answer, answer, every, not, some } from "./answer";
import { equals, matches } from "./pattern";
import type { Condition } from "./statement";

/** A request's value for one condition key: the values, no values, or unknown. */
export type Values = readonly string[] | "absent" | "unknown";

type Compare = (value: string, wanted: string) => Answer;

const ignoringCase =
  (compare: Compare): Compare =>
  (value, wanted) =>
    compare(value.toLowerCase(), wanted.toLowerCase());

/** Compares each part of an ARN by itself: a wildcard does not reach beyond its part. */
const arnLike: Compare = (value, wanted) => {
  if (/\$\{/.test(value + wanted)) return matches(value, wanted); // a reference may stand for a whole ARN
  const [arn, pattern] = [readArn(value), readArn(wanted)];
  if (arn === undefined) return "no";
  // AWS does not document a wildcard over several parts.
  if (pattern === undefined) return matches(value, wanted) === "no" ? "no" : "unknown";
  return every(ARN_PARTS.map((part) => matches(arn[part], pattern[part])));
};

/**
 * The condition operators that ask for a match, by AWS's name. The operators `Not...` negate these.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS: Readonly<Record<string, Compare>> = {
  ArnEquals: arnLike, // wildcards as well, says AWS's page
  ArnLike: arnLike,
  Bool: ignoringCase(equals),
  StringEquals: equals,
  StringEqualsIgnoreCase: ignoringCase(equals),
  StringLike: matches,
};

type Read = (text: string) => number | undefined;

const inOrder = (type: string, read: Read): Readonly<Record<string, Compare>> => {
  const compare =
    (holds: (value: number, wanted: number) => boolean): Compare =>
    (value, wanted) => {
      const [one, other] = [read(value), read(wanted)];
      return one === undefined || other === undefined ? "unknown" : answer(holds(one, other));
    };
  return {
    [`${type}Equals`]: compare((value, wanted) => value === wanted),
    [`${type}LessThan`]: compare((value, wanted) => value < wanted),
    [`${type}LessThanEquals`]: compare((value, wanted) => value <= wanted),
    [`${type}GreaterThan`]: compare((value, wanted) => value > wanted),
    [`${type}GreaterThanEquals`]: compare((value, wanted) => value >= wanted),
  };
};

const number: Read = (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined);

// https://www.w3.org/TR/NOTE-datetime, which has no time without its zone; or seconds since 1970.
const DATE = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
const time: Read = (text) => {
  const at = DATE.test(text) ? Date.parse(text) : 1000 * (number(text) ?? Number.NaN);
  return Number.isNaN(at) ? undefined : at;
};

/** Operators that compare an order or a range; the answer is unknown for a value in another form. */
const RANGES: Readonly<Record<string, Compare>> = {
  ...inOrder("Numeric", number),
  ...inOrder("Date", time),
  IpAddress: (value, wanted) => {
    const found = isIn(value, wanted);
    return found === undefined ? "unknown" : answer(found);
  },
};

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?([A-Z][A-Za-z]*?)(IfExists)?$/;

/**
 * Whether a request meets a condition. A missing key meets negated operators, `IfExists` and `ForAllValues`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function isMet({ operator, values: wanted }: Condition, values: Values): Answer {
  const [, qualifier, name = "", ifExists] = OPERATOR.exec(operator) ?? [];
  if (values === "unknown") return "unknown";
  if (name === "Null") {
    return answer(wanted.some((each) => each.toLowerCase() === String(values === "absent")));
  }
  const asked = name.replace("Not", "");
  const compare = OPERATORS[asked] ?? RANGES[asked];
  if (compare === undefined) return "unknown";
  const isNegated = name.includes("Not");
  if (values === "absent") {
    if (qualifier === undefined || ifExists) return answer(isNegated || ifExists !== undefined);
    return answer(qualifier === "ForAllValues");
  }
  const answers = values.map((value) => {
    const found = some(wanted.map((each) => compare(value, each)));
    return isNegated ? not(found) : found;
  });
  if (qualifier === "ForAllValues") return every(answers);
  if (qualifier === "ForAnyValue") return some(answers);
  return new Set(answers).size === 1 ? (answers[0] ?? "unknown") : "unknown"; // AWS does not document this for several values
}

/** Whether a condition asks for a match, and so narrows the statement; `*` does not. */
export function narrows({ operator, values }: Condition): boolean {
  const [, qualifier, name = "", ifExists] = OPERATOR.exec(operator) ?? [];
  // A condition that a missing key meets narrows nothing.
  if (qualifier === "ForAllValues" || ifExists !== undefined || OPERATORS[name] === undefined) return false;
  return values.length > 0 && values.every((value) => /[^*?]/.test(value));
}
