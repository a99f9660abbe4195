import {
  type ContextEntry,
  type EvaluationResult,
  type IAMClient,
  paginateSimulatePrincipalPolicy,
} from "@aws-sdk/client-iam";
import type { PolicyStatement } from "../constructs/iam";

/** An IAM action that a principal may not call on a resource, or may call only under a condition. */
export interface NotAllowed {
  readonly action: string;
  readonly resource: string;
  /** True if the simulation found no answer, because a policy has a condition on values that only a real call has. */
  readonly unclear: boolean;
  /** The kind of policy that denies the action; `undefined` if no policy denies it. */
  readonly by: "a policy" | "the organization" | undefined;
}

/**
 * Simulates each action of a policy statement on each of the statement's resources. Returns one entry for each pair of action and resource
 * for which IAM does not allow the principal to call the action. The entries have the order of IAM's answer: first the entries for the
 * first action, then the entries for the second action, and so on. If IAM returns no result for an action, the promise rejects.
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
  const unanswered = asked.ActionNames.filter(
    (it) => !results.some(({ EvalActionName }) => EvalActionName === it),
  );
  if (unanswered.length > 0)
    throw new Error(`IAM's simulation returns no result for ${unanswered.join(", ")}`);
  return results.flatMap(byResource);
}

/**
 * Converts IAM's result for one action into one entry for each resource on which IAM does not allow the action. The list
 * `ResourceSpecificResults` contains a decision for each resource. If this list is empty, the function uses `EvalDecision`, the strictest
 * decision for all resources.
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

/** Returns context values with which a call meets the `String...` conditions of a policy statement. */
const contextOf = ({ Condition = {} }: PolicyStatement): ContextEntry[] =>
  Object.entries(Condition)
    .filter(([operator]) => /^String(Equals|Like)/.test(operator))
    .flatMap(([, keys]) => Object.entries(keys as Record<string, string | readonly string[]>))
    .map(([ContextKeyName, values]) => ({
      ContextKeyName,
      ContextKeyType: "string",
      ContextKeyValues: listOf(values).slice(0, 1), // a real call has only one value for each context key
    }));

/** Converts one value or a list into a list. */
export const listOf = (value: string | readonly string[]): string[] => [value].flat();
