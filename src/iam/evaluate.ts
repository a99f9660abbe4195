import { readArn } from "../naming/arn";
import { type Answer, answer, every, not, some } from "./answer";
import { isMet, type Values } from "./condition";
import { equals, matches, matchesResource } from "./pattern";
import { type Elements, isEverybody, type Principal, type Statement } from "./statement";

/** One API call, with the data from which IAM decides whether to allow the call. */
export interface Request {
  /** The action, such as `s3:GetObject`. */
  readonly action: string;
  /** ARN of the call's resource; `*` for an action without resource-level permissions. */
  readonly resource: string;
  /** The caller. It is needed only for policies that contain principals. @default - not known */
  readonly principal?: Principal;
  /** Values of the condition keys that the call carries. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Returns whether the call may contain a condition key that is not in `context`. The key's values are then not known. `key` is in lower
   * case.
   * @default - the call contains only the keys in `context`
   */
  readonly mayCarry?: (key: string) => boolean;
}

export type Verdict = "allowed" | "denied" | "cannot be known";

/**
 * Evaluates a call against the statements of all policies. If no Allow statement applies, the call is denied. A Deny statement outweighs
 * every Allow statement.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(statements: readonly Statement[], request: Request): Verdict {
  const any = (allows: boolean) =>
    some(statements.filter((each) => each.allows === allows).map((each) => applies(each, request)));
  const verdict = every([any(true), not(any(false))]);
  return verdict === "unknown" ? "cannot be known" : verdict === "yes" ? "allowed" : "denied";
}

/** Returns whether a statement applies to a call. The function ignores the statement's effect (Allow or Deny). */
export function applies(statement: Statement, request: Request): Answer {
  const { principals, actions, resources, conditions } = statement;
  // IAM ignores the case of actions, but not of resources.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
  const action = request.action.toLowerCase();
  const about = every([
    among(actions, (pattern) => matches(action, pattern.toLowerCase())),
    resources === undefined
      ? "yes"
      : among(resources, (pattern) => matchesResource(request.resource, pattern)),
  ]);
  if (about === "no") return "no";
  return every([
    about,
    principals === undefined ? "yes" : among(principals, (each) => isOne(request.principal, each)),
    ...conditions.map((condition) => isMet(condition, valuesOf(condition.key.toLowerCase(), request))),
  ]);
}

const among = <T>({ of, except }: Elements<T>, includes: (element: T) => Answer): Answer =>
  every([some(of.map(includes)), not(some(except.map(includes)))]);

/**
 * Returns the values of a condition key in a call. IAM ignores the case of condition keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
function valuesOf(key: string, { context = {}, mayCarry }: Request): Values {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key);
  if (found === undefined) return mayCarry?.(key) ? "unknown" : "absent";
  const values = [found[1]].flat();
  return values.length === 0 ? "absent" : values;
}

const ACCOUNT = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/;

const ROLE = /^(arn:aws:iam::[^:]*:role\/)(?:.*\/)?([^/]+)$/;
const SESSION = /^arn:aws:sts::([^:]*):assumed-role\/([^/]+)\/[^/]+$/;

/**
 * Returns whether the principal `named`, which stands in a policy, includes the caller `principal`. If `named` is an account, it includes
 * every caller from this account. If `named` is a role, it includes each session of the role. Paths of roles are not compared, because the
 * ARN of a session does not contain the path of its role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function isOne(principal: Principal | undefined, named: Principal): Answer {
  if (isEverybody(named)) return "yes";
  if (principal === undefined) return "unknown";
  if (principal.type !== named.type) return "no";
  const account = named.type === "AWS" ? ACCOUNT.exec(named.id)?.[1] : undefined;
  if (account !== undefined) return answer((readArn(principal.id)?.account ?? principal.id) === account);
  const isItself = equals(principal.id, named.id);
  if (!SESSION.test(principal.id)) return isItself;
  const role = principal.id.replace(SESSION, "arn:aws:iam::$1:role/$2");
  return some([isItself, equals(role, named.id.replace(ROLE, "$1$2"))]);
}
