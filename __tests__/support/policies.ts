import { matches, overlaps } from "../../src/iam/pattern";
import { type Statement, statementOf } from "../../src/iam/statement";
import { filledIn } from "./arns";
import type { AttachedTo } from "./authorisation";
import type { Attributes, Synthesized } from "./synthesized";

/** The statements of a policy document that is attached somewhere, as they are written. */
export function statementsOf(policy: string): Attributes[] {
  const { Version, Statement } = JSON.parse(policy);
  if (Version !== "2012-10-17") {
    throw new Error(`a policy of version ${Version}`); // the older one reads variables as text
  }
  return Statement;
}

const POLICIES: ReadonlyArray<[type: string, attribute: string, attachedTo: AttachedTo]> = [
  ["aws_iam_role", "assume_role_policy", "role-trust"],
  ["aws_iam_role_policy", "policy", "identity"],
  ["aws_kms_key", "policy", "key"],
  ["aws_s3_bucket_policy", "policy", "resource"],
  ["aws_sns_topic_policy", "policy", "resource"],
];

interface AttachedStatement {
  readonly address: string;
  readonly attachedTo: AttachedTo;
  readonly statement: Attributes;
}

/** Every statement of every policy of an environment, with the address that it is attached to. */
export function allStatements(environment: Synthesized): AttachedStatement[] {
  return POLICIES.flatMap(([type, attribute, attachedTo]) =>
    environment.resources(type).flatMap(([name, attributes]) =>
      statementsOf(attributes[attribute]).map((statement) => ({
        address: `${type}.${name}`,
        attachedTo,
        statement,
      })),
    ),
  );
}

/** The policy of a role as AWS gets it: Terraform's references filled in. */
export function policyOf(environment: Synthesized, role: string): Statement[] {
  const { policy } = environment.resource(`aws_iam_role_policy.${role.replace("-", "_")}_policy`);
  return statementsOf(filledIn(environment, policy)).map(statementOf);
}

/** Whether a statement may be about an action on any of the resources that a pattern is about, whatever its conditions. */
export const reaches = ({ actions, resources }: Statement, action: string, pattern: string): boolean =>
  actions.of.some((each) => matches(action, each) === "yes") &&
  resources?.of.some((each) => overlaps(each, pattern) !== "no") === true;
