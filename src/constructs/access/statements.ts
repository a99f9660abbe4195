import type { PolicyStatement } from "../iam";
import { CONDITIONS, SAME_REGION } from "./conditions";
import type { Grant } from "./matrix";
import { TARGETS, type TeamEnvironment } from "./targets";

/**
 * Merges the grants into policy statements. Grants with the same target and the same condition become one statement. This statement has the
 * Sid of the first of these grants. All grants on the target `everything` become the statement `See`. A merged statement contains each ARN
 * only once. This saves characters, because IAM limits the length of a role's policies.
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
