import {
  type ContextEntry,
  type EvaluationResult,
  type IAMClient,
  paginateSimulatePrincipalPolicy,
} from "@aws-sdk/client-iam";
import { permissionsBoundaryArn } from "../account/permissions-boundary";
import { deployStatements } from "../account/stack";
import type { PolicyStatement } from "../constructs/iam";
import { secretArnsOf } from "../settings/container-secrets";
import type { Check } from "./check";
import { cannotKnow, type Finding, fail, pass } from "./finding";
import { isRoot, policySource } from "./policy-source";
import type { Subject } from "./subject";

/** Missing rights that are named; the rest is counted. */
const NAMED = 12;

/** How many simulations run at once: IAM throttles more. */
const AT_ONCE = 4;

/** What no simulation sees. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html */
export const UNSEEN =
  "a simulation sees no session policy, no resource policy, no endpoint policy, and no value of a condition that only a real call has";

const listOf = (value: string | readonly string[]): string[] => [value].flat();

/** The values that a statement's conditions ask for, as a call that meets them has them. */
const contextOf = ({ Condition = {} }: PolicyStatement): ContextEntry[] =>
  Object.entries(Condition)
    .filter(([operator]) => /^String(Equals|Like)/.test(operator))
    .flatMap(([, keys]) => Object.entries(keys as Record<string, string | readonly string[]>))
    .map(([ContextKeyName, values]) => ({
      ContextKeyName,
      ContextKeyType: "string",
      ContextKeyValues: listOf(values).slice(0, 1), // one call has one of them
    }));

/**
 * Context that a policy's condition goes by, and that only a real call has. For a resource with an ARN IAM says it of the resource alone.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResourceSpecificResult.html
 */
const missingContext = ({
  MissingContextValues = [],
  ResourceSpecificResults = [],
}: EvaluationResult): string[] => [
  ...MissingContextValues,
  ...ResourceSpecificResults.flatMap((it) => it.MissingContextValues ?? []),
];

/** Neither allowed nor refused by a simulation. */
const isUnclear = (result: EvaluationResult): boolean =>
  result.EvalDecision === "implicitDeny" && missingContext(result).length > 0;

/**
 * What of a statement a principal may not do on the first of its resources, or may do only on a condition: what the others are, they are
 * by the same names. https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
async function notAllowed(
  iam: IAMClient,
  PolicySourceArn: string,
  statement: PolicyStatement,
  abortSignal: AbortSignal,
): Promise<EvaluationResult[]> {
  const asked = {
    PolicySourceArn,
    ActionNames: listOf(statement.Action),
    ResourceArns: listOf(statement.Resource ?? "*").slice(0, 1),
    ContextEntries: contextOf(statement),
  };
  const results: EvaluationResult[] = [];
  for await (const page of paginateSimulatePrincipalPolicy({ client: iam }, asked)) {
    abortSignal.throwIfAborted();
    results.push(...(page.EvaluationResults ?? []));
  }
  return results.filter(({ EvalDecision }) => EvalDecision !== "allowed");
}

/** Whether these credentials may do all that the account's stack lets a deployment do. */
async function rights(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const { aws, suffix, env } = subject;
  const settings = subject.settings();
  const { arn, accountId } = await subject.me();
  if (isRoot(arn)) return pass("the account's root may do everything; deploy with a role instead");
  const source = await policySource(aws.iam, arn);
  if (source === undefined)
    return cannotKnow(`${arn} is neither a user nor a role: IAM simulates no policies of it`);
  const { hostedZoneId } = settings.https ?? {};
  const statements = deployStatements({
    suffix,
    accountId,
    stateBucket: env.STATE_BUCKET ?? `terraform-state-${accountId}-us-east-1`,
    hostedZoneIds: hostedZoneId === undefined ? [] : [hostedZoneId],
    secretArns: secretArnsOf(settings.application),
    ownKey: settings.customerManagedKey,
    permissionsBoundaryArn:
      settings.access.permissionsBoundaryArn ?? permissionsBoundaryArn(accountId, suffix),
  });
  const waiting = [...statements];
  // By action: one resource says enough.
  const missing = new Map<string, string>();
  const unclear = new Map<string, string>();
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for (const result of await notAllowed(aws.iam, source, next, signal)) {
        (isUnclear(result) ? unclear : missing).set(result.EvalActionName ?? "", described(result));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const count = new Set(statements.flatMap(({ Action }) => listOf(Action))).size;
  if (missing.size === 0 && unclear.size === 0)
    return pass(`${source} may do all ${count} things that a deployment does; ${UNSEEN}`);
  if (missing.size === 0) {
    return cannotKnow(
      `${source} has ${count - unclear.size} of ${count} rights; of these it depends on what only a real call has: ${named(unclear)}`,
    );
  }
  return fail(
    `${source} lacks ${missing.size} of ${count} rights: ${named(missing)}`,
    "give it those, or deploy by GitHub's role (docs/runbooks/github.md)",
  );
}

/** The first of them in order, and how many there are besides. */
function named(rights: ReadonlyMap<string, string>): string {
  const names = [...rights].sort(([one], [other]) => one.localeCompare(other)).map(([, text]) => text);
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.slice(0, NAMED).join(", ")}${more}`;
}

/** One missing right, and who refuses it where IAM says so. */
function described({
  EvalActionName,
  EvalResourceName,
  EvalDecision,
  OrganizationsDecisionDetail,
}: EvaluationResult) {
  const text = `${EvalActionName} on ${EvalResourceName}`;
  if (OrganizationsDecisionDetail?.AllowedByOrganizations === false)
    return `${text} (the organization denies it)`;
  return EvalDecision === "explicitDeny" ? `${text} (a policy denies it)` : text;
}

/** What the deployer may do. */
export const RIGHTS: readonly Check<Subject>[] = [
  {
    name: "rights to deploy",
    calls: ["iam:SimulatePrincipalPolicy", "iam:GetRole"],
    seconds: 27,
    look: rights,
  },
];
