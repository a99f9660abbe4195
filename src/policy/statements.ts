import { type Attributes, blocks, list, type Resource, type SynthesizedDocument } from "./document";

/** Somebody whom a statement speaks of. */
export interface Principal {
  /** `AWS`, `Service`, `Federated`, or `*` for everybody. */
  readonly kind: string;
  readonly id: string;
}

/** One statement of a policy, its single values made lists. */
export interface Statement {
  readonly sid: string;
  readonly allows: boolean;
  readonly principals: readonly Principal[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** By operator, then by condition key. */
  readonly conditions: Readonly<Record<string, Attributes>>;
}

/** The statements of a policy, or nothing when it is no JSON text and so nobody can judge it at synth. */
export function statementsOf(policy: unknown): readonly Statement[] | undefined {
  if (typeof policy !== "string") return undefined;
  try {
    return blocks(JSON.parse(policy).Statement).map(toStatement);
  } catch {
    return undefined;
  }
}

// What a statement leaves out by NotAction, NotResource or NotPrincipal is everything else.
function toStatement(statement: Attributes): Statement {
  const strings = (key: string) =>
    statement[`Not${key}`] === undefined ? (list(statement[key]) as string[]) : ["*"];
  return {
    sid: String(statement.Sid ?? "(no Sid)"),
    allows: statement.Effect !== "Deny",
    principals:
      statement.NotPrincipal === undefined ? principals(statement.Principal) : [{ kind: "*", id: "*" }],
    actions: strings("Action"),
    resources: strings("Resource"),
    conditions: (statement.Condition ?? {}) as Statement["conditions"],
  };
}

function principals(value: unknown): Principal[] {
  if (typeof value === "string") return [{ kind: "*", id: value }];
  return Object.entries((value ?? {}) as Attributes).flatMap(([kind, ids]) =>
    list(ids).map((id) => ({ kind: id === "*" ? "*" : kind, id: String(id) })),
  );
}

/** Whether an operator of these holds a request to a condition key, to something narrower than `*`. */
export function bounds(statement: Statement, operators: readonly string[], keys: readonly string[]): boolean {
  const lower = keys.map((key) => key.toLowerCase()); // IAM does not mind the case of a key
  return Object.entries(statement.conditions).some(
    ([operator, byKey]) =>
      operators.includes(operator) &&
      Object.entries(byKey).some(
        ([key, values]) => lower.includes(key.toLowerCase()) && !list(values).includes("*"),
      ),
  );
}

/** A policy that gives rights to an identity, and where it stands. */
interface IdentityPolicy {
  readonly address: string;
  readonly statements: readonly Statement[] | undefined;
}

const IDENTITY_POLICIES = [
  "aws_iam_role_policy",
  "aws_iam_policy",
  "aws_iam_group_policy",
  "aws_iam_user_policy",
];

/** Every policy that says what roles may do, inline ones among them. */
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

/** What is too wide in an allowing statement of a resource's policy, whoever it is for. */
export function tooWide({ sid, principals, actions }: Statement): string | undefined {
  if (principals.some(({ kind }) => kind === "*")) return `${sid} allows everybody`;
  return wildcards(sid, actions);
}

/** The actions of a statement that are no names. */
export function wildcards(sid: string, actions: readonly string[]): string | undefined {
  const wild = actions.filter((action) => /[*?]/.test(action));
  return wild.length === 0 ? undefined : `${sid} allows ${wild.join(", ")}`;
}

/** The allowing statements of a policy, as far as they can be read. */
export const allowed = (statements: readonly Statement[] | undefined): readonly Statement[] =>
  (statements ?? []).filter(({ allows }) => allows);

/** Text of a problem that several statements share, or nothing. */
export const joined = (problems: readonly (string | undefined)[]): string | undefined =>
  problems.filter((problem) => problem !== undefined).join("; ") || undefined;
