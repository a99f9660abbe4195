/** A principal of a statement. */
export interface Principal {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` if the policy's `Principal` is only `*`. */
  readonly type: string;
  readonly id: string;
}

/** One condition: an operator, a condition key, and the values with which the operator compares the key. */
export interface Condition {
  /** The operator in the policy's spelling, such as `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * The actions, resources or principals of a statement. `of` contains the elements that the statement lists. For `NotAction`, `NotResource`
 * and `NotPrincipal`, `except` contains the listed elements, and `of` matches everything.
 */
export interface Elements<T> {
  readonly of: readonly T[];
  readonly except: readonly T[];
}

/**
 * One statement of a policy. An element with a single value becomes a list with one item.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface Statement {
  /** The Sid, or `(no Sid)` if the statement has none. */
  readonly sid: string;
  readonly allows: boolean;
  /** `undefined` in identity-based policies, because they contain no principals. */
  readonly principals: Elements<Principal> | undefined;
  readonly actions: Elements<string>;
  /** `undefined` in a trust policy, because a trust policy applies only to its own role. */
  readonly resources: Elements<string> | undefined;
  /** The conditions, all of which a call has to meet. */
  readonly conditions: readonly Condition[];
}

type Json = Readonly<Record<string, unknown>>;

const ELEMENTS = new Set(
  "Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition".split(" "),
);

/** Returns the statements of a policy, or `undefined` if IAM would not accept the text as a policy. */
export function statementsOf(policy: unknown): readonly Statement[] | undefined {
  if (typeof policy !== "string") return undefined;
  try {
    const { Statement } = JSON.parse(policy);
    return Statement === undefined ? undefined : (listOf(Statement) as readonly Json[]).map(statementOf);
  } catch {
    return undefined;
  }
}

/** Reads one statement of a policy. @throws Error if the statement has an unknown element, or no known effect */
export function statementOf(json: Json): Statement {
  const unknown = Object.keys(json).filter((element) => !ELEMENTS.has(element));
  if (unknown.length > 0) throw new Error(`a statement with the unknown element ${unknown.join(", ")}`);
  if (json.Effect !== "Allow" && json.Effect !== "Deny") {
    throw new Error(`a statement whose Effect is ${json.Effect}, not Allow or Deny`);
  }
  const elements = <T>(name: string, read: (value: unknown) => readonly T[], everything: T) => {
    const except = json[`Not${name}`];
    if (except !== undefined) return { of: [everything], except: read(except) };
    return json[name] === undefined ? undefined : { of: read(json[name]), except: [] };
  };
  return {
    sid: String(json.Sid ?? "(no Sid)"),
    allows: json.Effect !== "Deny",
    principals: elements("Principal", principals, EVERYBODY),
    actions: elements("Action", strings, "*") ?? { of: [], except: [] },
    resources: elements("Resource", strings, "*"),
    conditions: Object.entries((json.Condition ?? {}) as Json).flatMap(([operator, byKey]) =>
      Object.entries(byKey as Json).map(([key, values]) => ({ operator, key, values: strings(values) })),
    ),
  };
}

const EVERYBODY: Principal = { type: "*", id: "*" };

/** Returns whether a principal is `"*"` or `"AWS": "*"`. Both mean everybody, including callers without AWS credentials. */
export const isEverybody = ({ id }: Principal): boolean => id === "*";

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

const strings = (value: unknown): readonly string[] => listOf(value).map(String);

const principals = (value: unknown): readonly Principal[] =>
  typeof value === "string"
    ? [{ type: "*", id: value }]
    : Object.entries((value ?? {}) as Json).flatMap(([type, ids]) =>
        strings(ids).map((id) => ({ type, id })),
      );
