import { REGION } from "../naming/region";
import { type ContainerSecret, placeOf, type SecretService } from "../settings/container-secrets";
import type { PolicyStatement } from "./iam";

/** The action that reads a secret, and the word for the Sid, for each service that keeps secrets. */
const SERVICES = {
  secretsmanager: { action: "secretsmanager:GetSecretValue", what: "Secrets" },
  ssm: { action: "ssm:GetParameters", what: "Parameters" },
} as const;

/**
 * Returns the statements that allow a task's execution role to read these secrets, and no other secrets. The role may decrypt only with the
 * secrets' KMS keys, and only through the service that keeps the secrets. Secrets under an AWS managed key need no statement for
 * decryption.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html#task-execution-secrets
 */
export function readSecrets(secrets: readonly ContainerSecret[]): PolicyStatement[] {
  return (Object.keys(SERVICES) as SecretService[]).flatMap((service) => {
    const { action, what } = SERVICES[service];
    const kept = secrets.filter(({ arn }) => placeOf(arn).service === service);
    const keys = kept.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []);
    return [
      ...statement(
        `Read${what}`,
        action,
        kept.map(({ arn }) => arn),
      ),
      ...statement(`Decrypt${what}`, "kms:Decrypt", keys, {
        StringEquals: { "kms:ViaService": `${service}.${REGION}.amazonaws.com` },
      }),
    ];
  });
}

function statement(
  sid: string,
  action: string,
  arns: readonly string[],
  condition?: NonNullable<PolicyStatement["Condition"]>,
): PolicyStatement[] {
  if (arns.length === 0) return [];
  const resources = [...new Set(arns)]; // variables with different JSON keys of one secret have the same ARN
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Action: action,
      Resource: resources,
      ...(condition && { Condition: condition }),
    },
  ];
}
