import type { PolicyStatement } from "../iam";
import { CONDITIONS, SAME_REGION } from "./conditions";
import type { Grant } from "./matrix";
import { TARGETS, type TeamEnvironment } from "./targets";

/**
 * A statement for each target and condition, by the name of its first grant; what AWS takes no resource for is one. IAM limits the
 * policies of a role in length, and ARNs are most of it.
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
