import type { Attributes } from "./synthesized";

/** A call as IAM judges it. */
export interface Request {
  readonly action: string;
  /** ARN of what is called upon; `*` for a call that AWS ties to no resource. */
  readonly resource: string;
  /** Condition keys that the call carries; a key that is not here is absent. */
  readonly context?: Readonly<Record<string, string>>;
}

const listOf = (value: string | readonly string[]): readonly string[] => [value].flat();

const expressions = new Map<string, RegExp>();

/** IAM's wildcards: any text, any one character. */
function isLike(value: string, pattern: string, flags = ""): boolean {
  const key = `${flags} ${pattern}`;
  const expression = expressions.get(key) ?? wildcards(pattern, `s${flags}`);
  expressions.set(key, expression);
  return expression.test(value);
}

function wildcards(pattern: string, flags: string): RegExp {
  const text = pattern.replace(/[.+^$()|[\]{}\\]/g, "\\$&");
  return new RegExp(`^${text.replaceAll("*", ".*").replaceAll("?", ".")}$`, flags);
}

type Operator = (actual: string, wanted: string) => boolean;
const isEqual: Operator = (actual, wanted) => actual === wanted;

/** The operators in use; another one is an error, not a guess. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  ArnEquals: isLike, // behaves like ArnLike, says IAM's reference
  ArnLike: isLike,
  Bool: isEqual,
  StringEquals: isEqual,
  StringLike: isLike,
};

function isMet(operator: string, key: string, wanted: readonly string[], context: Request["context"] = {}) {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  if (operator === "Null") return wanted.includes(String(found === undefined));
  const compare = OPERATORS[operator.replace(/IfExists$/, "")];
  if (compare === undefined) throw new Error(`this evaluator does not know the operator ${operator}`);
  if (found === undefined) return operator.endsWith("IfExists");
  return wanted.some((each) => compare(found[1], each));
}

function applies(statement: Attributes, { action, resource, context }: Request): boolean {
  const unknown = Object.keys(statement).filter(
    (key) => !["Sid", "Effect", "Action", "Resource", "Condition"].includes(key),
  );
  if (unknown.length > 0) throw new Error(`this evaluator does not know ${unknown.join(", ")}`);
  return (
    listOf(statement.Action).some((pattern) => isLike(action, pattern, "i")) &&
    listOf(statement.Resource).some((pattern) => isLike(resource, pattern)) &&
    Object.entries<Attributes>(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => isMet(operator, key, listOf(wanted), context)),
    )
  );
}

/**
 * Whether the statements of an identity's policies allow a call: one has to allow it, none may deny it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows(statements: readonly Attributes[], request: Request): boolean {
  const effects = statements
    .filter((statement) => applies(statement, request))
    .map(({ Effect }) => Effect as "Allow" | "Deny");
  return effects.includes("Allow") && !effects.includes("Deny");
}
