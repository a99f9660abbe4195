import type { PolicyStatement } from "../iam";
import { CONDITIONS, SAME_REGION } from "./conditions";
import type { Grant } from "./matrix";
import { TARGETS, type TeamEnvironment } from "./targets";

/**
 * Merges the grants into policy statements: one statement for each pair of target and condition, with the Sid of its first grant. All
 * grants without resource-level permissions share the statement `See`. Grants are merged, because IAM limits the length of a role's
 * policies, and a merged statement contains each ARN only once.
 */
export function statementsOf(grants: readonly Grant[], environment: TeamEnvironment): PolicyStatement[] {
  const actionsOf = (some: readonly Grant[]) => [...new Set(some.flatMap(({ actions }) => actions))];
  const onSame = (one: Grant) =>
    grants.filter(({ on, condition }) => on === one.on && condition === one.condition);
  return [
    {
      Sid: "See",
      Effect: "Allow",
      Action: actionsOf(grants.filter(({ on }) => on === "everything")),
      Resource: TARGETS.everything.arns(),
      Condition: SAME_REGION,
    },
    ...grants
      .filter((grant) => grant.on !== "everything" && onSame(grant)[0] === grant)
      .map((grant) => ({
        Sid: grant.sid,
        Effect: "Allow" as const,
        Action: actionsOf(onSame(grant)),
        Resource: TARGETS[grant.on].arns(environment),
        ...(grant.condition && { Condition: CONDITIONS[grant.condition].of(environment.suffix) }),
      }))
      .filter(({ Resource }) => Resource.length > 0),
  ];
}
