import {
  type ContextEntry,
  type EvaluationResult,
  type IAMClient,
  paginateSimulatePrincipalPolicy,
} from "@aws-sdk/client-iam";
import type { PolicyStatement } from "../constructs/iam";

/** An action that a principal may not call on a resource, or only under a condition. */
export interface NotAllowed {
  readonly action: string;
  readonly resource: string;
  /** Neither allowed nor denied: a policy's condition depends on values that only a real call has. */
  readonly unclear: boolean;
  /** The policy that denies the action, if one does. */
  readonly by: "a policy" | "the organization" | undefined;
}

/**
 * The actions of a statement that a principal may not call on some of its resources, in the statement's order: actions first,
 * then resources. IAM returns one answer for each action, with a result for each resource.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function notAllowed(
  iam: IAMClient,
  PolicySourceArn: string,
  statement: PolicyStatement,
  abortSignal: AbortSignal,
): Promise<NotAllowed[]> {
  const asked = {
    PolicySourceArn,
    ActionNames: listOf(statement.Action),
    ResourceArns: listOf(statement.Resource ?? "*"),
    ContextEntries: contextOf(statement),
  };
  const results: EvaluationResult[] = [];
  for await (const page of paginateSimulatePrincipalPolicy({ client: iam }, asked)) {
    abortSignal.throwIfAborted();
    results.push(...(page.EvaluationResults ?? []));
  }
  return results.flatMap(byResource);
}

/**
 * The result for the action itself is the strictest of all resources, and names no resource.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
function byResource(result: EvaluationResult): NotAllowed[] {
  const answers = result.ResourceSpecificResults?.length
    ? result.ResourceSpecificResults.map((one) => ({ ...one, decision: one.EvalResourceDecision }))
    : [{ ...result, EvalResourceName: result.EvalResourceName ?? "*", decision: result.EvalDecision }];
  return answers
    .filter(({ decision }) => decision !== "allowed")
    .map(({ decision, EvalResourceName, MissingContextValues = [] }) => ({
      action: result.EvalActionName ?? "",
      resource: EvalResourceName ?? "",
      unclear: decision === "implicitDeny" && MissingContextValues.length > 0,
      by:
        result.OrganizationsDecisionDetail?.AllowedByOrganizations === false
          ? "the organization"
          : decision === "explicitDeny"
            ? "a policy"
            : undefined,
    }));
}

/** Context values with which a call meets a statement's conditions. */
const contextOf = ({ Condition = {} }: PolicyStatement): ContextEntry[] =>
  Object.entries(Condition)
    .filter(([operator]) => /^String(Equals|Like)/.test(operator))
    .flatMap(([, keys]) => Object.entries(keys as Record<string, string | readonly string[]>))
    .map(([ContextKeyName, values]) => ({
      ContextKeyName,
      ContextKeyType: "string",
      ContextKeyValues: listOf(values).slice(0, 1), // a call has one of the values
    }));

/** One value, or several. */
export const listOf = (value: string | readonly string[]): string[] => [value].flat();
