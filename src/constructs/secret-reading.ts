import { REGION } from "../naming/region";
import { type ContainerSecret, placeOf, type SecretService } from "../settings/container-secrets";
import type { PolicyStatement } from "./iam";

/** For each AWS service that keeps secrets: the IAM action that reads a secret, and a word for the Sid of the statement. */
const SERVICES = {
  secretsmanager: { action: "secretsmanager:GetSecretValue", what: "Secrets" },
  ssm: { action: "ssm:GetParameters", what: "Parameters" },
} as const;

/**
 * Returns the IAM statements that allow a task's execution role to read the given secrets and no others. The role may use the secrets' KMS
 * keys only for decryption, and only through the service that keeps the secrets. A secret that an AWS managed key encrypts needs no
 * statement for decryption.
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
  const resources = [...new Set(arns)]; // two variables with different JSON keys of one secret have the same ARN
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
