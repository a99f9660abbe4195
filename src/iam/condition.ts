import { isIn } from "../cidr";
import { ARN_PARTS, readArn } from "../naming/arn";
import { type Answer, answer, every, not, some } from "./answer";
import { equals, matches } from "./pattern";
import type { Condition } from "./statement";

/** The values of one condition key in a request. `absent`: the request has no such key. `unknown`: synth cannot know the values. */
export type Values = readonly string[] | "absent" | "unknown";

type Compare = (value: string, wanted: string) => Answer;

const ignoringCase =
  (compare: Compare): Compare =>
  (value, wanted) =>
    compare(value.toLowerCase(), wanted.toLowerCase());

/** Compares two ARNs part by part, because a wildcard matches only text within its part. */
const arnLike: Compare = (value, wanted) => {
  if (/\$\{/.test(value + wanted)) return matches(value, wanted); // a reference may stand for a whole ARN
  const [arn, pattern] = [readArn(value), readArn(wanted)];
  if (arn === undefined) return "no";
  // The pattern has fewer parts than an ARN. AWS does not document whether a wildcard can match several parts.
  if (pattern === undefined) return matches(value, wanted) === "no" ? "no" : "unknown";
  return every(ARN_PARTS.map((part) => matches(arn[part], pattern[part])));
};

/**
 * AWS's condition operators that compare texts. An operator with `Not` in its name negates one of these operators.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS: Readonly<Record<string, Compare>> = {
  ArnEquals: arnLike, // according to AWS's page, ArnEquals supports wildcards too
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

// Matches a date in the form of https://www.w3.org/TR/NOTE-datetime. In this form, every time has a time zone. The other form that IAM
// accepts is a number of seconds since 1970.
const DATE = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
const time: Read = (text) => {
  const at = DATE.test(text) ? Date.parse(text) : 1000 * (number(text) ?? Number.NaN);
  return Number.isNaN(at) ? undefined : at;
};

/** Operators that compare numbers, dates or address ranges. If a value does not have the expected form, the answer is `unknown`. */
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
 * Returns whether a request meets a condition. A missing condition key meets the condition if the operator is negated, ends in `IfExists`,
 * or begins with `ForAllValues`.
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
  // Here the request has several values for the key. AWS does not document how an operator without a qualifier compares several values.
  return new Set(answers).size === 1 ? (answers[0] ?? "unknown") : "unknown";
}

/**
 * Returns whether a condition narrows its statement (makes the statement apply to fewer requests). The function returns true if the
 * condition has all of these properties:
 *
 * - The condition's operator compares texts, and is not negated: it is a key of `OPERATORS`.
 * - A request without the condition key fails the condition.
 * - The condition has values. Each value contains at least one character that is no wildcard.
 */
export function narrows({ operator, values }: Condition): boolean {
  const [, qualifier, name = "", ifExists] = OPERATOR.exec(operator) ?? [];
  // If requests without the key meet a condition, the condition narrows nothing.
  if (qualifier === "ForAllValues" || ifExists !== undefined || OPERATORS[name] === undefined) return false;
  return values.length > 0 && values.every((value) => /[^*?]/.test(value));
}
