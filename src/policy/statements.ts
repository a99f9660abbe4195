import { narrows } from "../iam/condition";
import { applies } from "../iam/evaluate";
import { isExact } from "../iam/pattern";
import { isEverybody, type Statement, statementsOf } from "../iam/statement";
import { readArn } from "../naming/arn";
import { type Row, rows } from "../resources";
import { blocks, type Resource, type SynthesizedDocument } from "./document";

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

/** An identity policy, with its Terraform address. */
interface IdentityPolicy {
  readonly address: string;
  /** The policy's statements; `undefined` if synth cannot read the policy. */
  readonly statements: readonly Statement[] | undefined;
}

const IDENTITY_POLICIES = [
  "aws_iam_role_policy",
  "aws_iam_policy",
  "aws_iam_group_policy",
  "aws_iam_user_policy",
];

/** Returns all identity policies of an environment, including the inline policies inside `aws_iam_role` resources. */
export function identityPolicies(document: SynthesizedDocument): IdentityPolicy[] {
  const inline = ({ address, attributes }: Resource) =>
    blocks(attributes.inline_policy).map(({ policy }) => ({ address, statements: statementsOf(policy) }));
  return [
    ...document
      .resources(...IDENTITY_POLICIES)
      .map(({ address, attributes }) => ({ address, statements: statementsOf(attributes.policy) })),
    ...document.resources("aws_iam_role").flatMap(inline),
  ];
}

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

/** Returns the Allow statements of a policy. The list is empty if synth could not read the policy. */
export const allowed = (statements: readonly Statement[] | undefined): readonly Statement[] =>
  (statements ?? []).filter(({ allows }) => allows);

/** Joins the problems of several statements to one text. Returns `undefined` if there is no problem. */
export const joined = (problems: readonly (string | undefined)[]): string | undefined =>
  problems.filter((problem) => problem !== undefined).join("; ") || undefined;
