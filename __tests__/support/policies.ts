import type { Attributes, Synthesized } from "./synthesized";

/** The statements of a policy document that is attached somewhere. */
export function statementsOf(policy: string): Attributes[] {
  const { Version, Statement } = JSON.parse(policy);
  if (Version !== "2012-10-17") {
    throw new Error(`a policy of version ${Version}`); // the older one reads variables as text
  }
  return Statement;
}

const POLICIES = [
  ["aws_iam_role", "assume_role_policy"],
  ["aws_iam_role_policy", "policy"],
  ["aws_kms_key", "policy"],
  ["aws_s3_bucket_policy", "policy"],
  ["aws_sns_topic_policy", "policy"],
] as const;

/** Every statement of every policy of an environment, with the address that it is attached to. */
export function allStatements(environment: Synthesized): Array<{ address: string; statement: Attributes }> {
  return POLICIES.flatMap(([type, attribute]) =>
    environment
      .resources(type)
      .flatMap(([name, attributes]) =>
        statementsOf(attributes[attribute]).map((statement) => ({ address: `${type}.${name}`, statement })),
      ),
  );
}
