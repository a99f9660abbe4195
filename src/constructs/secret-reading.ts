import { REGION } from "../naming/region";
import { type ContainerSecret, placeOf, type SecretService } from "../settings/container-secrets";
import type { PolicyStatement } from "./iam";

/** What reading and decrypting are called, by the service that keeps the secret. */
const SERVICES = {
  secretsmanager: { action: "secretsmanager:GetSecretValue", what: "Secrets" },
  ssm: { action: "ssm:GetParameters", what: "Parameters" },
} as const;

/**
 * What the execution role of a task needs to fill variables from these secrets: to read exactly them, and to decrypt with exactly
 * their keys, by way of the service that keeps them. A key of AWS's own needs no right.
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
  const resources = [...new Set(arns)]; // two keys of one JSON are one secret
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
