import { matches, overlaps } from "../../src/iam/pattern";
import { type Statement, statementOf } from "../../src/iam/statement";
import { filledIn } from "./arns";
import type { AttachedTo } from "./authorisation";
import type { Attributes, Synthesized } from "./synthesized";

/** The statements of a policy document. @throws Error if the document has an old version */
export function statementsOf(policy: string): Attributes[] {
  const { Version, Statement } = JSON.parse(policy);
  if (Version !== "2012-10-17") {
    throw new Error(`a policy of version ${Version}`); // in the older version, policy variables are plain text
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

/** All policy statements of an environment, each with the address of its resource. */
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

/** The statements of a role's policy, with example values in place of Terraform's references. */
export function policyOf(environment: Synthesized, role: string): Statement[] {
  const { policy } = environment.resource(`aws_iam_role_policy.${role.replace("-", "_")}_policy`);
  return statementsOf(filledIn(environment, policy)).map(statementOf);
}

/** Whether a statement may match an action on a resource that a pattern matches, regardless of the statement's conditions. */
export const reaches = ({ actions, resources }: Statement, action: string, pattern: string): boolean =>
  actions.of.some((each) => matches(action, each) === "yes") &&
  resources?.of.some((each) => overlaps(each, pattern) !== "no") === true;
