import { narrows } from "../iam/condition";
import { applies } from "../iam/evaluate";
import { isExact } from "../iam/pattern";
import { isEverybody, type Statement, statementsOf } from "../iam/statement";
import { readArn } from "../naming/arn";
import { type Row, rows } from "../resources";
import {
  type Attributes,
  attributesOf,
  blocks,
  isForeign,
  list,
  type Resource,
  refersTo,
  type SynthesizedDocument,
  show,
  Unreadable,
} from "./document";

const ROWS: ReadonlyMap<string, Row> = new Map(rows());

/**
 * Returns whether a statement allows an AWS service to act only on behalf of named accounts. Without such a limit, other accounts could
 * misuse the service (the confused deputy problem). The limit is a condition on `aws:SourceAccount`, or on `aws:SourceArn` without a
 * wildcard in the account id. A bucket's ARN is not enough, because it contains no account id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export const namesSource = ({ conditions }: Statement): boolean =>
  conditions.filter(narrows).some(({ operator, key, values }) => {
    const name = key.toLowerCase(); // IAM ignores the case of a condition key
    if (name === "aws:sourceaccount") return values.every(isExact);
    return name === "aws:sourcearn" && values.every((arn) => namesAccount(arn, operator));
  });

/**
 * Returns whether a pattern matches only ARNs of a single account. With `StringLike`, a wildcard also matches colons, so no wildcard may
 * stand before the account id.
 */
function namesAccount(pattern: string, operator: string): boolean {
  const [, type = ""] = /^\$\{(aws_\w+)\.\w+\.arn\}/.exec(pattern) ?? [];
  const arn = readArn(ROWS.get(type)?.arns[0] ?? pattern);
  if (arn === undefined || arn.account === "") return false;
  const { partition, service, region, account } = arn;
  return (operator.includes("Arn") ? [account] : [partition, service, region, account]).every(isExact);
}

/**
 * Returns the Allow statements of a policy.
 *
 * @throws Unreadable if synth cannot read the policy, or cannot read whom or what a statement allows
 */
export function allowed(policy: unknown): readonly Statement[] {
  const statements = statementsOf(policy);
  if (statements === undefined) throw new Unreadable("the policy is not JSON text");
  const allowing = statements.filter(({ allows }) => allows);
  for (const { sid, actions, principals } of allowing) {
    const foreign = [...actions.of, ...(principals?.of ?? []).map(({ id }) => id)].find(isForeign);
    if (foreign !== undefined)
      throw new Unreadable(`${sid} allows ${foreign}, a value that only Terraform knows`);
  }
  return allowing;
}

const ROLE = "aws_iam_role";
const ROLE_POLICY = "aws_iam_role_policy";

/** Resources that contain identity policies. */
export const IDENTITY_POLICIES = [
  ROLE_POLICY,
  "aws_iam_policy",
  "aws_iam_group_policy",
  "aws_iam_user_policy",
  ROLE,
];

/**
 * Returns the texts of the identity policies in a resource. A role can contain several inline policies, or none.
 *
 * @throws Unreadable if synth cannot read how many policies the resource contains
 */
export function policiesIn(resource: Resource): readonly unknown[] {
  const { policy, inline_policy } = attributesOf(resource);
  return resource.address.startsWith(`${ROLE}.`) ? blocks(inline_policy).map((it) => it.policy) : [policy];
}

/**
 * Returns the role to which a value refers. The role has to be one of the stack.
 *
 * @throws Unreadable if the value does not refer to a role of the stack
 */
export function roleOf(value: unknown, what: string, document: SynthesizedDocument): Resource {
  const role = document.resources(ROLE).find((each) => refersTo(value, each));
  if (role === undefined) throw new Unreadable(`${what} is ${show(value)}, which is no role of the stack`);
  return role;
}

/**
 * Returns the Allow statements of all policies of a role: of inline policies and of attached policies.
 *
 * @throws Unreadable if synth cannot read one of these policies
 */
export function grantsOf(role: Resource, document: SynthesizedDocument): readonly Statement[] {
  const isRole = (value: unknown) =>
    list(value).some((it) => refersTo(it, role) || it === role.attributes.name);
  const ofRole = (type: string, argument: "role" | "roles"): Attributes[] =>
    document
      .resources(type)
      .filter(({ attributes }) => isRole(attributes[argument]))
      .map(attributesOf);
  const attached = [
    ...list(attributesOf(role).managed_policy_arns),
    ...ofRole("aws_iam_role_policy_attachment", "role").map(({ policy_arn }) => policy_arn),
    ...ofRole("aws_iam_policy_attachment", "roles").map(({ policy_arn }) => policy_arn),
  ].map((arn) => {
    const policy = ownPolicy(arn, document);
    if (policy === undefined)
      throw new Unreadable(`the role has the policy ${arn}, which is not in the stack`);
    return policy.policy;
  });
  const inline = [...policiesIn(role), ...ofRole(ROLE_POLICY, "role").map(({ policy }) => policy)];
  return [...inline, ...attached].flatMap(allowed);
}

/** Returns the attributes of the managed policy of the stack to which a value refers, or `undefined` if there is none. */
export const ownPolicy = (arn: unknown, document: SynthesizedDocument): Attributes | undefined =>
  document.resources("aws_iam_policy").find((each) => refersTo(arn, each))?.attributes;

/**
 * Returns the problem of an Allow statement in a resource policy. The statement has a problem if it allows everybody, or if its actions
 * contain wildcards.
 */
export function tooWide(statement: Statement): string | undefined {
  if (statement.principals?.of.some(isEverybody)) return `${statement.sid} allows everybody`;
  return wildcards(statement);
}

/** Returns a problem if the actions of a statement contain wildcards. */
export function wildcards({ sid, actions }: Statement): string | undefined {
  const wild = actions.of.filter((action) => !isExact(action));
  return wild.length === 0 ? undefined : `${sid} allows ${wild.join(", ")}`;
}

/** Returns whether a policy denies this action on this resource to everybody who calls without TLS. */
export const refusesPlainHttp = (policy: unknown, action: string, resource: string): boolean =>
  (statementsOf(policy) ?? [])
    .filter(({ allows }) => !allows)
    .map((refusal) =>
      applies(refusal, {
        action,
        resource,
        context: { "aws:SecureTransport": "false" },
        mayCarry: () => true,
      }),
    )
    .includes("yes");

/** Joins the problems of several statements to one text. Returns `undefined` if there is no problem. */
export const joined = (problems: readonly (string | undefined)[]): string | undefined =>
  problems.filter((problem) => problem !== undefined).join("; ") || undefined;
